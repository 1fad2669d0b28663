/**
 * Every view in a real terminal at three sizes, whole screens. `UPDATE_SCREENS=1 npx vitest run test/tui/screens.test.ts`
 * writes them anew, those in docs/ui.md too; look at the difference before you commit it.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout } from "../cli/session.ts";
import { masked } from "./mask.ts";
import { makeSampleHome, type SampleHome } from "./sample-home.ts";
import { hasTmux, openTerminal, type Terminal } from "./tmux.ts";

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
];

/** What is pressed, one after the other from the overview on, and what the screen then has to show before it counts. */
const tour: readonly { readonly name?: string; readonly keys: readonly string[]; readonly shows: RegExp }[] =
  [
    { name: "overview", keys: [], shows: /starship/ },
    { name: "overview-switch", keys: ["s"], shows: /sure\?/ },
    { name: "generations", keys: ["n", "2"], shows: /holds +8 files/ },
    { name: "generations-diff", keys: ["j", "d"], shows: /nowrap/ },
    { keys: ["Escape", "3"], shows: /dark.toml/ },
    { name: "files", keys: ["j", "j", "j"], shows: /set by +home.file/ },
    { name: "files-search", keys: ["/", "edited"], shows: /edited▌ +1 of 8/ },
    { name: "files-diff", keys: ["Enter", "d"], shows: /hide_threads/ },
    { keys: ["Escape", "4"], shows: /module programs.git/ },
    { name: "packages", keys: ["G"], shows: /the system has no no-such[\s\S]*why/ },
    { name: "options", keys: ["5", "/", "programs.git.sett"], shows: /sett▌[\s\S]*Alice Example/ },
    { name: "activity", keys: ["Escape", "6", "g"], shows: /greet +done/ },
    { name: "keys", keys: ["2", "?"], shows: /delete this generation/ },
  ];

const golden = (name: string): string => path.join(import.meta.dirname, "golden", `${name}.txt`);

describe.skipIf(!hasTmux)("every view, on a real terminal (skipped without tmux)", () => {
  let sample: SampleHome;
  beforeAll(() => {
    sample = makeSampleHome();
  });
  afterAll(() => sample?.remove());

  test.each(sizes)("at $columns x $rows", async (size) => {
    const terminal: Terminal = openTerminal(size, { cwd: sample.folder, env: sample.env });
    terminal.press("lares", "Enter");
    for (const { name, keys, shows } of tour) {
      terminal.press(...keys);
      const screen = masked(await terminal.until(shows), sample.home);
      if (name === undefined) continue;
      const file = golden(`${name}-${size.columns}x${size.rows}`);
      if (process.env.UPDATE_SCREENS) fs.writeFileSync(file, screen);
      else expect(screen, name).toBe(fs.readFileSync(file, "utf8"));
    }
    terminal.press("Escape", "q");
    await terminal.until(/prompt\$ lares\nprompt\$ *\n/);
    expect(terminal.isAway()).toBe(false);
  });
});

test("docs/ui.md shows the screens as they are", () => {
  const file = path.join(checkout, "docs/ui.md");
  const page = fs.readFileSync(file, "utf8");
  const shown = page.replace(
    /<!-- screen: (\S+) -->\n```text\n[\s\S]*?```\n/g,
    (_, name: string) =>
      `<!-- screen: ${name} -->\n\`\`\`text\n${fs.readFileSync(golden(name), "utf8").trimEnd()}\n\`\`\`\n`,
  );
  expect(page).toContain("<!-- screen: overview-80x24 -->");
  if (process.env.UPDATE_SCREENS) fs.writeFileSync(file, shown);
  else expect(page).toBe(shown);
});
