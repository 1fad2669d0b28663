import { spawnSync } from "node:child_process";
import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inputsUnchanged } from "../../src/config/inputs.ts";
import { age, type Files, folderOf, load, writeFiles } from "./folder.ts";

const files: Files = {
  "home.config.ts":
    "import { a } from './a.ts'; import b from './b.json'; export default { imports: ['./c.ts'], a, b: b.n };",
  "a.ts": "export const a = 1;",
  "b.json": '{ "n": 2 }',
  "c.ts": "import { a } from './a.ts'; export default { c: a };",
};

/** A process of its own: what it printed, and which packages it loaded. */
const loadInChild = (folder: string, file = "home.config.ts", ...more: readonly string[]) => {
  const trace = join(import.meta.dirname, "trace-imports.ts");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", trace, join(import.meta.dirname, "load-child.ts"), join(folder, file), ...more],
    { encoding: "utf8" },
  );
  const packages = new Set(stderr.match(/^imported .+$/gm)?.map((line) => line.slice("imported ".length)));
  return { printed: stdout.trim(), packages: [...packages].sort() };
};

const bundles = (folder: string): string[] =>
  readdirSync(join(folder, ".cache/config")).filter((name) => name.endsWith(".mjs"));

describe("a cached bundle", () => {
  it("is loaded without esbuild or any other package", () => {
    const folder = folderOf(files);
    age(folder, ...Object.keys(files));
    expect(loadInChild(folder)).toEqual({ printed: '{"a":1,"b":2}', packages: ["esbuild"] });
    expect(loadInChild(folder)).toEqual({ printed: '{"a":1,"b":2}', packages: [] });
  });

  it.each([
    [
      "the configuration",
      "home.config.ts",
      files["home.config.ts"]!.replace("b: b.n", "b: 9"),
      '{"a":1,"b":9}',
    ],
    ["a file that it imports", "a.ts", "export const a = 5;", '{"a":5,"b":2}'],
    ["JSON that it imports", "b.json", '{ "n": 7 }', '{"a":1,"b":7}'],
    ["a new tsconfig.json", "tsconfig.json", "{}", '{"a":1,"b":2}'],
  ])("is built anew after a change of %s", (_, path, text, printed) => {
    const folder = folderOf(files);
    loadInChild(folder);
    writeFileSync(join(folder, path), text);
    expect(loadInChild(folder)).toEqual({ printed, packages: ["esbuild"] });
  });

  it("sees a change that leaves size and time as they were", () => {
    const folder = folderOf(files);
    const now = new Date();
    utimesSync(join(folder, "a.ts"), now, new Date(now.getTime() + 60_000));
    const { mtime } = statSync(join(folder, "a.ts"));
    loadInChild(folder);
    writeFileSync(join(folder, "a.ts"), "export const a = 8;");
    utimesSync(join(folder, "a.ts"), now, mtime);
    expect(loadInChild(folder).printed).toBe('{"a":8,"b":2}');
  });

  it("sees a file that another of the same size and time has replaced", () => {
    const folder = folderOf({ ...files, "other.ts": "export const a = 3;" });
    age(folder, ...Object.keys(files), "other.ts");
    loadInChild(folder);
    renameSync(join(folder, "other.ts"), join(folder, "a.ts"));
    expect(loadInChild(folder).printed).toBe('{"a":3,"b":2}');
  });

  it("is built anew where the cache is damaged, emptied or gone", () => {
    const folder = folderOf(files);
    const cache = join(folder, ".cache/config");
    age(folder, ...Object.keys(files));
    loadInChild(folder);
    for (const name of bundles(folder)) truncateSync(join(cache, name));
    expect(loadInChild(folder)).toEqual({ printed: '{"a":1,"b":2}', packages: ["esbuild"] });
    for (const name of readdirSync(cache).filter((each) => each.endsWith(".json")))
      truncateSync(join(cache, name));
    expect(loadInChild(folder)).toEqual({ printed: '{"a":1,"b":2}', packages: ["esbuild"] });
    rmSync(cache, { recursive: true });
    expect(loadInChild(folder)).toEqual({ printed: '{"a":1,"b":2}', packages: ["esbuild"] });
  });

  it("is built anew where it no longer fits the API that it was built for", () => {
    const api = "export const old = 1;";
    const folder = folderOf({
      "home.config.ts": "import { old } from 'lares'; export default { old };",
      "api.mjs": api,
    });
    age(folder, "home.config.ts");
    expect(loadInChild(folder, "home.config.ts", join(folder, "api.mjs")).printed).toBe('{"old":1}');
    writeFiles(folder, { "api.mjs": "export const renamed = 1;" });
    expect(loadInChild(folder, "home.config.ts", join(folder, "api.mjs")).printed).toBe(
      'config-import: "lares" exports no old',
    );
  });

  it("needs neither cosmiconfig nor a parser that the configuration does not ask for", () => {
    const folder = folderOf({ "a.json": '{ "x": 1 }', "a.toml": "x = 1" });
    expect(loadInChild(folder, "a.json")).toEqual({ printed: '{"x":1}', packages: [] });
    expect(loadInChild(folder, "a.toml")).toEqual({ printed: '{"x":1}', packages: ["smol-toml"] });
  });
});

describe("one process", () => {
  it("loads again after every change, as watching needs", async () => {
    const folder = folderOf(files);
    expect((await load(folder)).modules.map(({ value }) => value)).toEqual([{ c: 1 }, { a: 1, b: 2 }]);
    writeFiles(folder, { "a.ts": "export const a = 'new';" });
    expect((await load(folder)).modules.map(({ value }) => value)).toEqual([
      { c: "new" },
      { a: "new", b: 2 },
    ]);
    writeFiles(folder, { "a.ts": "export const a = 1;" });
    expect((await load(folder)).modules.map(({ value }) => value)).toEqual([{ c: 1 }, { a: 1, b: 2 }]);
    writeFiles(folder, { "a.ts": "export const a = ;" });
    await expect(load(folder)).rejects.toThrow("a.ts does not parse");
    writeFiles(folder, { "a.ts": "export const a = 4;" });
    expect((await load(folder)).modules.map(({ value }) => value)).toEqual([{ c: 4 }, { a: 4, b: 2 }]);
  });

  it("names every file read, also of a configuration that fails", async () => {
    const folder = folderOf({ ...files, "c.ts": "import './broken.ts'", "broken.ts": "const = 1" });
    const read = new Set<string>();
    await expect(load(folder, "home.config.ts", { onInput: (path) => read.add(path) })).rejects.toThrow(
      "broken.ts",
    );
    for (const name of [...Object.keys(files), "broken.ts"]) expect(read).toContain(join(folder, name));
  });

  it("tells whether the inputs are still what was loaded", async () => {
    const folder = folderOf({ ...files, "d.yaml": "x: 1" });
    writeFiles(folder, { "c.ts": "export default { imports: ['./d.yaml'] };" });
    const { inputs } = await load(folder);
    expect(inputs.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      "a.ts",
      "b.json",
      "c.ts",
      "d.yaml",
      "home.config.ts",
      "tsconfig.json",
    ]);
    expect(inputsUnchanged(inputs)).toBe(true);
    writeFiles(folder, { "d.yaml": "x: 2" });
    expect(inputsUnchanged(inputs)).toBe(false);
  });

  it("keeps the cache from growing without end", async () => {
    const folder = folderOf({});
    for (let n = 0; n < 70; n++) {
      writeFiles(folder, { "home.config.ts": `export default { n: ${n} }` });
      expect((await load(folder)).modules[0]!.value).toEqual({ n });
    }
    expect(readdirSync(join(folder, ".cache/config")).length).toBeLessThan(200);
    expect(readFileSync(join(folder, "home.config.ts"), "utf8")).toContain("69");
  });
});
