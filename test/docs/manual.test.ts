/** The configurations that docs/manual.md shows: they type-check as an editor would, and evaluate. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { initConfig } from "../../src/config/init.ts";
import { describeLoaded, loadHomeFrom } from "../../src/pipeline/load-home.ts";
import { findPlaces } from "../../src/system/places.ts";

const root = path.resolve(import.meta.dirname, "../..");
const manual = fs.readFileSync(path.join(root, "docs/manual.md"), "utf8");
const blocks = [...manual.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
let folder: string;

beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "lares-manual-")));
  initConfig({ folder, toolFolder: root });
  fs.mkdirSync(path.join(folder, "dotfiles/foo"), { recursive: true });
  fs.writeFileSync(path.join(folder, "dotfiles/foo.conf"), "foo\n");
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Whole files as they are; a part of a configuration inside one. */
const asFile = (code: string): string =>
  code.startsWith("import")
    ? code
    : `import { defineHome } from "lares";\nexport default defineHome({\n${code}});\n`;

const load = async (name: string, text: string) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  const places = findPlaces({ HOME: folder, LARES_ROOT: path.join(folder, "root") });
  return describeLoaded(await loadHomeFrom(absolutePath(file), { places, cwd: folder }));
};

test("the manual shows configurations", () => expect(blocks.length).toBeGreaterThanOrEqual(4));

test.each(blocks.filter((code) => !code.startsWith("hosts")).map((code, i) => [i, asFile(code)]))(
  "block %i evaluates without a failed assertion",
  async (i, text) => {
    const { failedAssertions } = await load(`block-${i}.ts`, text as string);
    expect(failedAssertions).toEqual([]);
  },
);

test("a module of one's own declares options that a home defines", async () => {
  const module = blocks.find((code) => code.includes("defineModule"))!;
  fs.writeFileSync(path.join(folder, "scratch.ts"), module);
  const home = 'export default { imports: ["./scratch.ts"], scratch: { enable: true, name: "tmp" } };\n';
  const { description } = await load("with-module.ts", home);
  expect(description.files.map(({ target }) => target)).toEqual(["tmp/README"]);
});

test("all of them type-check, the module's own options too", () => {
  for (const [i, code] of blocks.entries())
    fs.writeFileSync(path.join(folder, `typed-${i}.ts`), asFile(code));
  const use =
    'import { defineHome } from "lares";\nexport default defineHome({ scratch: { enable: true } });\n';
  fs.writeFileSync(path.join(folder, "use.ts"), use);
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--noEmit", "-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
});
