import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { folderOf, load, modulesOf, treeOf } from "./folder.ts";

describe("what a file may export", () => {
  it("takes a home, plain or through defineHome", async () => {
    const tree = { home: { stateVersion: "26.05" } };
    expect(await treeOf({ "home.config.ts": `export default ${JSON.stringify(tree)}` })).toEqual(tree);
    expect(
      await treeOf({
        "home.config.ts": `import { defineHome } from "lares"; export default defineHome(${JSON.stringify(tree)} as never)`,
      }),
    ).toEqual(tree);
  });

  it("takes a promise, an async function, and a function of host and lib", async () => {
    expect(await treeOf({ "home.config.ts": "export default Promise.resolve({ a: 1 })" })).toEqual({ a: 1 });
    expect(await treeOf({ "home.config.ts": "export default async () => ({ a: 2 })" })).toEqual({ a: 2 });
    const folder = folderOf({
      "home.config.ts": "export default ({ host, lib }) => ({ a: host.name, b: lib.x })",
    });
    const { modules } = await load(folder, "home.config.ts", { lib: { x: 5 } });
    expect(modules[0]!.value).toEqual({ a: "laptop", b: 5 });
  });

  it("takes a module and leaves it as defineModule made it", async () => {
    const value = await treeOf({
      "home.config.ts": `import { defineModule } from "lares/module";
        export default defineModule({ config: { home: {} }, imports: ["./a.json"] });`,
      "a.json": "{}",
    });
    expect(value).toMatchObject({ kind: "module", config: { home: {} }, imports: ["./a.json"] });
  });

  it("takes CommonJS and top-level await", async () => {
    const commonJs =
      "const { join } = require('node:path'); module.exports = { a: join(__dirname, 'x'), b: __filename }";
    const folder = folderOf({
      "home.config.cjs": commonJs,
      "home.config.mjs": "export default { a: await Promise.resolve(7) }",
    });
    expect((await load(folder, "home.config.cjs")).modules[0]!.value).toEqual({
      a: join(folder, "x"),
      b: join(folder, "home.config.cjs"),
    });
    expect((await load(folder, "home.config.mjs")).modules[0]!.value).toEqual({ a: 7 });
  });

  it("shares Lares' own classes and symbols with the running program", async () => {
    const marks = folderOf({
      "api.mjs": "export const mark = Symbol('mark'); export class Box {}",
      "home.config.ts": `import { mark, Box } from "lares"; export default { mark, box: new Box() }`,
    });
    const url = pathToFileURL(join(marks, "api.mjs")).href;
    const own = createRequire(import.meta.url)(join(marks, "api.mjs")) as {
      mark: symbol;
      Box: new () => object;
    };
    const { modules } = await load(marks, "home.config.ts", { api: { lares: url, "lares/module": url } });
    const { mark, box } = modules[0]!.value as { mark: symbol; box: object };
    expect(mark).toBe(own.mark);
    expect(box).toBeInstanceOf(own.Box);
  });
});

describe("any TypeScript", () => {
  it("has enums, parameter properties, JSON, imports without extension, .js for .ts and types as values", async () => {
    const value = await treeOf({
      "home.config.ts": `
        import { Shade, type Paint } from "./paint";
        import { Pot } from "./pot.js";
        import { Wish } from "./wish";
        import colours from "./colours.json" with { type: "json" };
        import { red } from "./colours.json";
        const wish: Wish = { paint: new Pot(Shade.dark).shade };
        export default { wish, colours, red, paint: "x" satisfies Paint };`,
      "paint.ts": "export enum Shade { light = 'l', dark = 'd' }; export type Paint = string;",
      "pot.ts": "export class Pot { constructor(readonly shade: string) {} }",
      "wish.ts": "export interface Wish { paint: string }",
      "colours.json": '{ "red": "#f00" }',
    });
    expect(value).toEqual({ wish: { paint: "d" }, colours: { red: "#f00" }, red: "#f00", paint: "x" });
  });

  it("says import.meta of each original file", async () => {
    const folder = folderOf({
      "home.config.ts":
        "import { there } from './sub/there.ts'; export default { here: import.meta.url, there };",
      "sub/there.ts": "export const there = [import.meta.url, import.meta.dirname, import.meta.filename];",
    });
    const { modules } = await load(folder);
    expect(modules[0]!.value).toEqual({
      here: pathToFileURL(join(folder, "home.config.ts")).href,
      there: [
        pathToFileURL(join(folder, "sub/there.ts")).href,
        join(folder, "sub"),
        join(folder, "sub/there.ts"),
      ],
    });
  });

  it("bundles packages of the configuration's folder: CommonJS with named imports, and ES modules", async () => {
    const value = await treeOf({
      "home.config.ts":
        "import { twice } from 'old'; import old from 'old'; import { where } from 'new'; export default { a: twice(4), b: old.system, where };",
      "node_modules/old/index.js":
        "const os = require('os'); exports.twice = (n) => n * 2; exports.system = typeof os.platform();",
      "node_modules/old/package.json": '{ "name": "old", "main": "index.js" }',
      "node_modules/new/main.js": "export const where = import.meta.url.split('/').slice(-3).join('/');",
      "node_modules/new/package.json": '{ "name": "new", "type": "module", "exports": "./main.js" }',
    });
    expect(value).toEqual({ a: 8, b: "string", where: "node_modules/new/main.js" });
  });

  it("evaluates a file of the configuration once, and follows links to it", async () => {
    const folder = folderOf({ "dots/home.config.ts": "export default { at: import.meta.filename }" });
    mkdirSync(join(folder, "config"));
    symlinkSync(join(folder, "dots/home.config.ts"), join(folder, "config/home.config.ts"));
    const { file, modules } = await load(folder, "config/home.config.ts");
    expect(file).toBe(join(folder, "dots/home.config.ts"));
    expect(modules[0]!.value).toEqual({ at: join(folder, "dots/home.config.ts") });
  });
});

describe("plain data", () => {
  const tagged = { programs: { git: { _type: "if", condition: true, content: { enable: true } } } };

  it("reads JSON, YAML and TOML to the same tree and leaves tagged values in place", async () => {
    const files = {
      "home.config.json": JSON.stringify({ $schema: "x", ...tagged }),
      "home.config.yaml":
        "base: &base { condition: true }\nprograms:\n  git:\n    _type: if\n    <<: *base\n    content: { enable: true }\n",
      "home.config.toml":
        '[programs.git]\n_type = "if"\ncondition = true\n[programs.git.content]\nenable = true\n',
      ".laresrc": "programs: { git: { _type: if, condition: true, content: { enable: true } } }",
    };
    expect(await treeOf(files, "home.config.json")).toEqual(tagged);
    expect(await treeOf(files, "home.config.yaml")).toMatchObject(tagged);
    expect(await treeOf(files, "home.config.toml")).toEqual(tagged);
    expect(await treeOf(files, ".laresrc")).toEqual(tagged);
  });

  it("reads the lares key of package.json, a byte order mark, and an empty file", async () => {
    expect(
      await treeOf({ "package.json": JSON.stringify({ name: "x", lares: tagged }) }, "package.json"),
    ).toEqual(tagged);
    expect(await treeOf({ "a.json": `\ufeff${JSON.stringify(tagged)}` }, "a.json")).toEqual(tagged);
    expect(await treeOf({ "a.yaml": "# nothing yet\n" }, "a.yaml")).toEqual({});
  });
});

describe("imports", () => {
  it("loads every file once, the imported before those that import them", async () => {
    const folder = folderOf({
      "home.config.ts": "export default { imports: ['./a.ts', './b.yaml', './a.ts'], n: 'home' }",
      "a.ts": "export default { imports: ['./sub/c.ts'], n: 'a' }",
      "b.yaml": "imports: [./sub/c.ts, ./d]\nn: b\n",
      "sub/c.ts": "export default { imports: ['../home.config.ts', './e.toml'], n: 'c' }",
      "sub/e.toml": 'n = "e"',
      "d/index.ts": "export default { n: 'd' }",
    });
    const config = await load(folder);
    expect(modulesOf(folder, config)).toEqual([
      ["sub/e.toml", { n: "e" }],
      ["sub/c.ts", { n: "c" }],
      ["a.ts", { n: "a" }],
      ["d/index.ts", { n: "d" }],
      ["b.yaml", { n: "b" }],
      ["home.config.ts", { n: "home" }],
    ]);
    expect(config.watchSet.map((path) => path.slice(folder.length + 1))).toEqual([
      "a.ts",
      "b.yaml",
      "d/index.ts",
      "home.config.ts",
      "sub/c.ts",
      "sub/e.toml",
      "tsconfig.json",
    ]);
  });

  it("keeps one instance of a file that several imports share, also across rounds and between ES import and path", async () => {
    const folder = folderOf({
      "home.config.ts":
        "import { seen } from './shared.ts'; seen.push('home'); export default { imports: ['./a.ts', './b.ts'], seen }",
      "shared.ts": "export const seen: string[] = ['shared']; export default class Kind {}",
      "a.ts":
        "import Kind, { seen } from './shared'; seen.push('a'); export default { seen, kind: Kind, imports: ['./shared-again.ts'] }",
      "b.ts":
        "import Kind, * as all from './shared.js'; import a from './a.ts'; all.seen.push('b'); export default { seen: all.seen, kind: Kind, a }",
      "shared-again.ts":
        "import home from './home.config.ts'; import { seen } from './shared.ts'; export default { seen, home }",
    });
    const { modules } = await load(folder);
    const values = modules.map(
      ({ value }) => value as { seen: string[]; kind?: unknown; home?: object; a?: object },
    );
    expect(values[0]!.seen).toEqual(["shared", "home", "a", "b"]);
    expect(new Set(values.map(({ seen }) => seen)).size).toBe(1);
    expect(new Set(values.flatMap(({ kind }) => (kind ? [kind] : []))).size).toBe(1);
    expect((values[0]!.home as { seen: unknown }).seen).toBe(values[0]!.seen);
    expect(modules.filter(({ file }) => file.endsWith("/a.ts"))).toHaveLength(1);
  });

  it("takes trees, modules, functions and promises directly, each with the file that made it", async () => {
    const folder = folderOf({
      "home.config.ts": `
        import { defineModule } from "lares/module";
        import team, { more } from "./team/index.ts";
        export default { imports: [team, more, { n: "inline" }, ({ host }) => ({ n: host.os }), defineModule({}), Promise.resolve({ n: "later" })] };`,
      "team/index.ts":
        "export const more = () => ({ n: 'more' }); export default { n: 'team', imports: ['./tools.ts'] };",
      "team/tools.ts": "export default { n: 'tools' };",
    });
    const loaded = modulesOf(folder, await load(folder));
    expect(
      loaded.map(([file, value]) => [
        file,
        (value as { n?: string; kind?: string }).n ?? (value as { kind?: string }).kind,
      ]),
    ).toEqual([
      ["team/tools.ts", "tools"],
      ["team/index.ts", "team"],
      ["team/index.ts", "more"],
      ["home.config.ts", "inline"],
      ["home.config.ts", "linux"],
      ["home.config.ts", "module"],
      ["home.config.ts", "later"],
      ["home.config.ts", undefined],
    ]);
  });

  it("loads what a chosen host imports, and only that", async () => {
    const folder = folderOf({
      "home.config.ts": `export default {
        hosts: { work: { os: "darwin", user: "a.smith", imports: ["./work.ts"] }, laptop: { imports: ["./laptop.ts"] } },
        imports: [({ host }) => ({ on: host.os + host.home })],
      }`,
      "work.ts": "export default { n: 'work' }",
      "laptop.ts": "export default { n: 'laptop' }",
    });
    expect(modulesOf(folder, await load(folder)).map(([, value]) => value)).toEqual([
      { on: "linux/home/alice" },
      { n: "laptop" },
      {},
    ]);
    const work = await load(folder, "home.config.ts", { hostChoice: { name: "work" } });
    expect(modulesOf(folder, work).map(([, value]) => value)).toEqual([
      { on: "darwin/Users/a.smith" },
      { n: "work" },
      {},
    ]);
    expect(work.host).toMatchObject({ os: "darwin", name: "work", user: "a.smith", home: "/Users/a.smith" });
  });
});
