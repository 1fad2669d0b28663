/**
 * Real programs from the npm registry that this machine reaches, by `lares switch` in a home of their own; then the same
 * home on a machine without a network, from a vendored folder.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readSettings } from "../../src/packages/npm/settings.ts";
import { type Person, person } from "./person.ts";

const reachable = await (async (): Promise<boolean> => {
  try {
    const { registry } = await readSettings(process.cwd());
    return (await fetch(new URL("prettier", registry), { method: "HEAD" })).ok;
  } catch {
    return false;
  }
})();
const isLinuxX64 = process.platform === "linux" && process.arch === "x64";
const why = !reachable
  ? " (skipped: no npm registry can be reached)"
  : !isLinuxX64
    ? " (skipped: not linux x64)"
    : "";

/** A reference, how its program is called, and what that prints. */
const programs = [
  ["npm:esbuild", ["esbuild", "--version"], /^\d+\.\d+\.\d+$/m],
  ["biome", ["biome", "--version"], /^Version: \d/m],
  ["npm:prettier@3", ["prettier", "--version"], /^3\.\d/m],
  ["npm:typescript", ["tsc", "--version"], /^Version \d/m],
  ["npm:@ast-grep/cli", ["ast-grep", "--version"], /^ast-grep \d/m],
  ["lefthook", ["lefthook", "version"], /^\d+\.\d/m],
  ["bash-language-server", ["bash-language-server", "--version"], /^\d+\.\d/m],
  ["npm-check-updates", ["ncu", "--version"], /^\d+\.\d/m],
  ["deno", ["deno", "--version"], /^deno \d/m],
  ["npm:@vscode/ripgrep-linux-x64", ["rg", "--version"], /^ripgrep \d/m],
] as const;

const list = JSON.stringify(programs.map(([reference]) => reference));
let ada: Person;

beforeAll(async () => {
  if (why !== "") return;
  ada = person(list);
  const switched = await ada.lares(["switch"]);
  expect(switched, switched.stderr).toMatchObject({ status: 0 });
}, 300_000);

test.skipIf(why !== "")(
  `ten programs are installed and run, and vendored they install without a network${why}`,
  async () => {
    await allRun(ada);
    const lock = fs.readFileSync(ada.lockFile, "utf8");
    const { registry } = await readSettings(process.cwd());
    if (!registry.startsWith("https://registry.npmjs.org"))
      expect(lock).not.toContain(new URL(registry).host);

    const vendored = await ada.lares(["vendor", "../vendor"]);
    expect(vendored, vendored.stderr).toMatchObject({ status: 0 });
    const bob = person(list, "http://127.0.0.1:9/");
    fs.copyFileSync(ada.lockFile, bob.lockFile);
    const folder = path.join(ada.home, "vendor");
    const nowhere = { https_proxy: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9" };
    const offline = await bob.lares(["switch", "--frozen", "--vendored", folder], nowhere);
    expect(offline, offline.stderr).toMatchObject({ status: 0 });
    await allRun(bob);
    expect(fs.readFileSync(bob.lockFile, "utf8")).toBe(lock);
    expect((await bob.lares(["switch"], nowhere)).stdout).toContain("nothing to do");
  },
  300_000,
);

/** With nothing but the system's own on PATH: scripts run with the Node of their own package. */
const allRun = async (who: Person): Promise<void> => {
  for (const [reference, [program, ...words], output] of programs) {
    const { status, stdout, stderr } = await who.run(program, ...words);
    expect({ reference, status, stderr, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(output),
    });
  }
};
