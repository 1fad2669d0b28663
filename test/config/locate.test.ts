import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { locateDefinition } from "../../src/config/locate.ts";
import { mapPlace, placeOfStack } from "../../src/config/source-map.ts";
import { folderOf, load } from "./folder.ts";

/** The text at the place of `path` (dots part names), cut at the end of its line. */
const textAt = async (file: string, text: string, path: string): Promise<string | undefined> => {
  const folder = folderOf({ [file]: text });
  const place = await locateDefinition(join(folder, file), path.split("."));
  if (place === undefined) return undefined;
  expect(place.file).toBe(join(folder, file));
  return text.split("\n")[place.line! - 1]!.slice(place.column! - 1);
};

const home = `import { defineHome, mkDefault, mkForce, mkIf, mkMerge } from "lares";
import { elsewhere } from "./elsewhere.ts";

const shell = { aliases: { ll: "ls -l" } } as const;
const loop = { ...loop };
const make = (name: string) => {
  if (name) return { made: { by: name } };
  return { other: 1 };
};

export default defineHome({
  imports: ["./a.ts", "./b.ts"],
  home: {
    "file": { ".config/x": { text: "é𝒳", source: mkForce("./x") } },
    ...loop,
    ...make("x"),
  },
  programs: {
    git: mkIf(({ host }) => host.os === "linux", {
      enable: true,
      settings: ({ config }) => ({ user: { name: "A" } }),
    }),
    zsh: mkMerge([
      { enable: mkDefault(true) },
      mkIf(true, { history: { size: 5 } }),
    ]),
    bash: { ...shell, enable: true } satisfies object,
    tmux: process.env.X ? { mouse: true } : elsewhere,
  },
});
`;

describe("in TypeScript", () => {
  it.each([
    ["home.file", '"file": { ".config/x": { text: "é𝒳", source: mkForce("./x") } },'],
    ["imports.1", '"./b.ts"],'],
    ["home.made.by", "by: name } };"],
    ["home.other", "other: 1 };"],
    ["programs.git.enable", "enable: true,"],
    ["programs.git.settings.user.name", 'name: "A" } }),'],
    ["programs.git.settings.user.email", 'user: { name: "A" } }),'],
    ["programs.zsh.enable", "enable: mkDefault(true) },"],
    ["programs.zsh.history.size", "size: 5 } }),"],
    ["programs.bash.aliases.ll", 'll: "ls -l" } } as const;'],
    ["programs.bash.enable", "enable: true } satisfies object,"],
    ["programs.tmux.mouse", "mouse: true } : elsewhere,"],
    ["programs.fish.enable", "programs: {"],
    ["services.x", undefined],
  ])("finds %s", async (path, text) => {
    expect(await textAt("home.config.ts", home, path)).toBe(text);
  });

  it("counts columns as editors do, past characters of any width", async () => {
    const folder = folderOf({ "a.ts": "export default { home: { a: 'é𝒳', b: 1 } };" });
    expect(await locateDefinition(join(folder, "a.ts"), ["home", "b"])).toEqual({
      file: join(folder, "a.ts"),
      line: 1,
      column: 36,
    });
  });

  it.each([
    ["a variable", "const home = { a: { b: 1 } };\nexport default home;"],
    ["a named export", "const home = { a: { b: 1 } };\nexport { home as default };"],
    ["a function", "export default function () { return { a: { b: 1 } }; }"],
    ["an async arrow", "export default async ({ host }) => ({ a: { b: 1 } });"],
    ["CommonJS", "module.exports = { a: { b: 1 } };"],
    ["a module", "export default defineModule({ options: { a: 5 }, config: { a: { b: 1 } } });"],
  ])("goes through %s", async (_, text) => {
    expect(await textAt("a.js", text, "a.b")).toMatch(/^b: 1/);
  });

  it("gives up on a file that is gone, does not parse, or exports nothing", async () => {
    expect(await locateDefinition("/nowhere/a.ts", ["a"])).toBeUndefined();
    expect(await textAt("a.ts", "export default {{{", "a")).toBeUndefined();
    expect(await textAt("a.ts", "const a = { a: 1 };", "a")).toBeUndefined();
  });
});

describe("in data", () => {
  it("finds keys of JSON, also behind tagged values and in package.json", async () => {
    const json =
      '{\n  "a": { "_type": "merge", "contents": [\n    { "b": 1 },\n    { "_type": "if", "condition": true, "content": { "c": [2, 3] } } ] }\n}';
    expect(await textAt("a.json", json, "a.b")).toBe('"b": 1 },');
    expect(await textAt("a.json", json, "a.c.1")).toBe("3] } } ] }");
    expect(await textAt("a.json", json, "a.d.e")).toBe('"a": { "_type": "merge", "contents": [');
    expect(await textAt("a.json", json, "x")).toBeUndefined();
    expect(await textAt("package.json", '{ "name": "x",\n"lares": { "home": 1 } }', "home")).toBe(
      '"home": 1 } }',
    );
    expect(await textAt("package.json", '{ "name": "x",\n"lares": { "home": 1 } }', "name")).toBeUndefined();
  });

  it("finds keys of YAML, also behind aliases and tagged values", async () => {
    const yaml =
      "base: &base\n  b: 1\na: *base\nc:\n  _type: if\n  content:\n    d: [x, y]\nimports:\n  - ./a.ts\n";
    expect(await textAt("a.yaml", yaml, "a.b")).toBe("b: 1");
    expect(await textAt("a.yaml", yaml, "c.d")).toBe("d: [x, y]");
    expect(await textAt("a.yaml", yaml, "c.d.1")).toBe("y]");
    expect(await textAt("a.yaml", yaml, "imports.0")).toBe("./a.ts");
    expect(await textAt("a.yaml", yaml, "c.z")).toBe("c:");
    expect(await textAt("a.yaml", yaml, "z")).toBeUndefined();
  });

  it("finds keys of TOML", async () => {
    const toml =
      'imports = ["./a.ts"]\nhome.x = """\n[programs]\n"""\n[programs.git] # comment\nenable = true\n  "a.b".c = 1\n[[list]]\nn = 1\n';
    expect(await textAt("a.toml", toml, "programs.git.enable")).toBe("enable = true");
    expect(await textAt("a.toml", toml, "programs.git.other")).toBe("[programs.git] # comment");
    expect(await textAt("a.toml", toml, "home.x")).toBe('home.x = """');
    expect(await textAt("a.toml", toml, "imports.0")).toBe('imports = ["./a.ts"]');
    expect(await textAt("a.toml", toml, "list")).toBe("[[list]]");
    expect(await textAt("a.toml", toml, "programs.zsh")).toBeUndefined();
    const folder = folderOf({ "a.toml": toml });
    expect(await locateDefinition(join(folder, "a.toml"), ["programs", "git", "a.b", "c"])).toMatchObject({
      line: 7,
      column: 3,
    });
  });
});

describe("through the source map", () => {
  it("finds the call that a stack names, and nothing for what Lares added", async () => {
    const folder = folderOf({
      "home.config.ts": "import { here } from './here.ts';\n\nexport default { stack: here() };",
      "here.ts":
        "export interface Padding { x: 1 }\n\nexport const here = (): string => {\n  return new Error('x').stack!;\n};",
    });
    const { modules } = await load(folder);
    const { stack } = modules[0]!.value as { stack: string };
    expect(placeOfStack(stack)).toEqual({ file: join(folder, "here.ts"), line: 4, column: 10 });
    const outer = stack.split("\n").toSpliced(1, 1).join("\n");
    expect(placeOfStack(outer)).toEqual({ file: join(folder, "home.config.ts"), line: 3, column: 25 });
    const bundle = /file:\/\/(.+?\.mjs)/.exec(stack)![1]!;
    expect(mapPlace(bundle, 1, 1)).toBeUndefined();
    expect(mapPlace("/nowhere/x.mjs", 1, 1)).toBeUndefined();
    expect(placeOfStack("Error: x\n    at file:///nowhere/x.js:1:2")).toBeUndefined();
    expect(placeOfStack(undefined)).toBeUndefined();
  });
});
