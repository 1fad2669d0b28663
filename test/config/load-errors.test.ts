import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { age, complaintOf, folderOf, load, loadComplaint, treeOf, writeFiles } from "./folder.ts";

const code = (text: string) => ({ "home.config.ts": text });

describe("a file that does not parse", () => {
  it("is shown with the line", async () => {
    expect(
      await loadComplaint(code("export default {\n  home: {\n    é: 'ü' file: 1,\n  },\n}\n")),
    ).toMatchInlineSnapshot(`
      "config-syntax: home.config.ts does not parse: expected "}" but found "file"
        at home.config.ts:3:12
        3 |     é: 'ü' file: 1,
          |            ^"
    `);
    expect(
      await loadComplaint({
        ...code("import './sub/a.ts'; export default {}"),
        "sub/a.ts": "const = 1;\nlet 2;",
      }),
    ).toMatchInlineSnapshot(`
      "config-syntax: a.ts does not parse: expected identifier but found "="
        at sub/a.ts:1:7
        1 | const = 1;
          |       ^"
    `);
  });

  it("is shown for JSON, YAML and TOML too", async () => {
    expect(
      await loadComplaint({ "a.json": '{\n  "home": { "x": 1, }\n}\n' }, "a.json"),
    ).toMatchInlineSnapshot(`
      "config-syntax: a.json does not parse: expected double-quoted property name
        at a.json:2:21
        2 |   "home": { "x": 1, }
          |                     ^"
    `);
    expect(await loadComplaint({ "a.json": '{\n  "home": {' }, "a.json")).toMatchInlineSnapshot(`
      "config-syntax: a.json does not parse: expected property name or '}'
        at a.json:2:12
        2 |   "home": {
          |            ^"
    `);
    expect(await loadComplaint({ "a.json": '{\n  "home": tru\n}' }, "a.json")).toMatchInlineSnapshot(`
      "config-syntax: a.json does not parse: unexpected tru
        at a.json:2:11
        2 |   "home": tru
          |           ^"
    `);
    expect(
      await loadComplaint({ "a.yaml": "home:\n  file: [a, b\nx: 1\n" }, "a.yaml"),
    ).toMatchInlineSnapshot(`
      "config-syntax: a.yaml does not parse: flow sequence in block collection must be sufficiently indented and end with a ]
        at a.yaml:3:1
        3 | x: 1
          | ^"
    `);
    expect(await loadComplaint({ "a.yaml": "a: 1\na: 2\n" }, "a.yaml")).toMatchInlineSnapshot(`
      "config-syntax: a.yaml does not parse: map keys must be unique
        at a.yaml:2:1
        2 | a: 2
          | ^"
    `);
    expect(await loadComplaint({ "a.toml": "[home]\nfile = \nx = 1\n" }, "a.toml")).toMatchInlineSnapshot(`
      "config-syntax: a.toml does not parse: invalid value
        at a.toml:2:8
        2 | file = 
          |        ^"
    `);
  });
});

describe("an import", () => {
  it("that does not exist is shown where it is written", async () => {
    expect(
      await loadComplaint(code("import a from './nowhere.ts';\nexport default { a };")),
    ).toMatchInlineSnapshot(`
      "config-import: "./nowhere.ts" is imported but cannot be found
        at home.config.ts:1:15
        1 | import a from './nowhere.ts';
          |               ^
        hint: create it, or correct the path: it is relative to the file that imports it"
    `);
    expect(
      await loadComplaint(code("import a from '@me/pad/x';\nexport default { a };")),
    ).toMatchInlineSnapshot(`
      "config-import: "@me/pad/x" is imported but cannot be found
        at home.config.ts:1:15
        1 | import a from '@me/pad/x';
          |               ^
        hint: install the package in the configuration's folder: npm install @me/pad"
    `);
    expect(
      await loadComplaint(code("import { defineHome } from 'lares/home';\nexport default defineHome({});")),
    ).toMatchInlineSnapshot(`
      "config-import: "lares/home" is imported but cannot be found
        at home.config.ts:1:28
        1 | import { defineHome } from 'lares/home';
          |                            ^
        hint: Lares offers "lares" and "lares/module""
    `);
    expect(
      await loadComplaint(
        code(
          "import { defineHome } from 'lares';\n\nexport default defineHome({\n  imports: [{}, './work.ts'],\n});",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "config-import: "./work.ts" is imported but does not exist
        at home.config.ts:4:17
        4 |   imports: [{}, './work.ts'],
          |                 ^
        hint: create it, or correct the path: it is relative to the file that imports it"
    `);
    expect(
      await loadComplaint({ "a.yaml": "x: 1\nimports:\n  - ./b.yaml\n" }, "a.yaml"),
    ).toMatchInlineSnapshot(`
      "config-import: "./b.yaml" is imported but does not exist
        at a.yaml:3:5
        3 |   - ./b.yaml
          |     ^
        hint: create it, or correct the path: it is relative to the file that imports it"
    `);
    expect(
      await loadComplaint(
        code("export default {\n  hosts: {\n    laptop: { imports: ['./gone.ts'] },\n  },\n};"),
      ),
    ).toMatchInlineSnapshot(`
      "config-import: "./gone.ts" is imported but does not exist
        at home.config.ts:3:25
        3 |     laptop: { imports: ['./gone.ts'] },
          |                         ^
        hint: create it, or correct the path: it is relative to the file that imports it"
    `);
  });

  it("of a name that is not exported is shown where it is written", async () => {
    expect(
      await loadComplaint(
        code("import { defineHome, mkIff } from 'lares';\nexport default defineHome(mkIff(true, {}));"),
      ),
    ).toMatchInlineSnapshot(`
      "config-import: "lares" exports no mkIff
        at home.config.ts:1:22
        1 | import { defineHome, mkIff } from 'lares';
          |                      ^
        hint: check the spelling; a type is imported with import type"
    `);
    expect(
      await loadComplaint({
        ...code("import { b } from './a.ts';\nexport default { b };"),
        "a.ts": "export const a = 1;",
      }),
    ).toMatchInlineSnapshot(`
      "config-import: "a.ts" exports no b
        at home.config.ts:1:10
        1 | import { b } from './a.ts';
          |          ^
        hint: check the spelling; a type is imported with import type"
    `);
  });

  it("must be in a list, of the right kinds, and outside wrappers", async () => {
    expect(await loadComplaint(code("export default {\n  imports: './a.ts',\n};"))).toMatchInlineSnapshot(`
      "config-import: imports should be a list, got a string
        at home.config.ts:2:3
        2 |   imports: './a.ts',
          |   ^
        hint: imports: ["./work.ts"]"
    `);
    expect(
      await loadComplaint(code("export default {\n  imports: [['./a.ts']],\n};")),
    ).toMatchInlineSnapshot(`
      "config-import: imports takes paths, definitions, modules and functions, got a list
        at home.config.ts:2:13
        2 |   imports: [['./a.ts']],
          |             ^"
    `);
    expect(
      await loadComplaint(
        code("import { mkIf } from 'lares';\nexport default mkIf(true, { imports: ['./a.ts'] } as never);"),
      ),
    ).toMatchInlineSnapshot(`
      "config-import: imports cannot stand inside mkIf, mkMerge or another wrapper
        at home.config.ts:2:29
        2 | export default mkIf(true, { imports: ['./a.ts'] } as never);
          |                             ^
        hint: put imports at the top level; for one machine only, use hosts.NAME.imports"
    `);
  });
});

describe("hosts", () => {
  it("must hold hosts, with facts that there are", async () => {
    expect(await loadComplaint(code("export default { hosts: ['work'] };"))).toMatchInlineSnapshot(`
      "config-hosts: hosts should be a set of hosts
        at home.config.ts:1:18
        1 | export default { hosts: ['work'] };
          |                  ^"
    `);
    expect(
      await loadComplaint(code("export default {\n  hosts: { work: { sytem: 'linux' } },\n};")),
    ).toMatchInlineSnapshot(`
      "config-hosts: hosts.work.sytem should be one of os, arch, libc, name, user, home, uid, wsl, container, shell, imports
        at home.config.ts:2:20
        2 |   hosts: { work: { sytem: 'linux' } },
          |                    ^"
    `);
    expect(
      await loadComplaint(code("export default {\n  hosts: { work: { os: 'windows' } },\n};")),
    ).toMatchInlineSnapshot(`
      "config-hosts: hosts.work.os should be "linux" or "darwin"
        at home.config.ts:2:20
        2 |   hosts: { work: { os: 'windows' } },
          |                    ^"
    `);
    expect(
      await loadComplaint({ "a.yaml": "hosts:\n  work:\n    imports: ./a.ts\n" }, "a.yaml"),
    ).toMatchInlineSnapshot(`
      "config-hosts: hosts.work.imports should be a list
        at a.yaml:3:5
        3 |     imports: ./a.ts
          |     ^"
    `);
    const named = { hostChoice: { name: "wrok" } };
    expect(
      await loadComplaint(code("export default { hosts: { work: {} } };"), "home.config.ts", named),
    ).toMatchInlineSnapshot(`
      "unknown-host: the configuration knows no host wrok
        its hosts are work
        hint: add it to hosts, or name one of these with --host"
    `);
  });
});

describe("a configuration that throws", () => {
  it("is shown with its own message at its own line, and evaluated once", async () => {
    const folder = folderOf({
      "home.config.ts": "import { pick } from './pick.ts';\nexport default { a: pick('x') };",
      "pick.ts":
        "(globalThis as any).evaluations = ((globalThis as any).evaluations ?? 0) + 1;\n\nexport const pick = (name: string): string => {\n  const wanted: string = name;\n  throw new Error(`no ${wanted} here`);\n};\n",
    });
    expect(await complaintOf(folder, () => load(folder))).toMatchInlineSnapshot(`
      "config-threw: pick.ts fails while it loads: no x here
        at pick.ts:5:9
        5 |   throw new Error(\`no \${wanted} here\`);
          |         ^"
    `);
    expect((globalThis as { evaluations?: number }).evaluations).toBe(1);
  });

  it("is shown for other values, functions, promises and missing properties", async () => {
    expect(await loadComplaint(code("throw 'out of luck';"))).toMatchInlineSnapshot(`
      "config-threw: home.config.ts fails while it loads: out of luck
        at home.config.ts"
    `);
    expect(
      await loadComplaint(code("export default ({ host }) =>\n  host.nothing.at.all;")),
    ).toMatchInlineSnapshot(`
      "config-threw: home.config.ts fails while it loads: TypeError: Cannot read properties of undefined (reading 'at')
        at home.config.ts:2:16
        2 |   host.nothing.at.all;
          |                ^"
    `);
    expect(
      await loadComplaint(code("export default Promise.reject(new TypeError('later'));")),
    ).toMatchInlineSnapshot(`
      "config-threw: home.config.ts fails while it loads: TypeError: later
        at home.config.ts:1:31
        1 | export default Promise.reject(new TypeError('later'));
          |                               ^"
    `);
    expect(await loadComplaint(code("await null;\nexport default nowhere;"))).toMatchInlineSnapshot(`
      "config-threw: home.config.ts fails while it loads: ReferenceError: nowhere is not defined
        at home.config.ts:2:16
        2 | export default nowhere;
          |                ^"
    `);
  });

  it("waits for a rejected promise until its turn", () => {
    const folder = folderOf({
      ...code("export default { imports: [Promise.reject(new Error('too late')), './a.ts'] };"),
      "a.ts": "export default {};",
    });
    expect(loadInChild(folder, "home.config.ts")).toEqual({
      printed: "config-threw: home.config.ts fails while it loads: too late",
      complained: "",
    });
  });

  it("prints nothing by itself", () => {
    const folder = folderOf(code("throw new Error('out of luck');"));
    expect(loadInChild(folder, "home.config.ts")).toEqual({
      printed: "config-threw: home.config.ts fails while it loads: out of luck",
      complained: "",
    });
  });

  it("can be loaded again in the same process once the reason is gone", async () => {
    const folder = folderOf(
      code(
        "import { existsSync } from 'node:fs';\nif (!existsSync(import.meta.dirname + '/key')) throw new Error('no key');\nexport default { ok: true };",
      ),
    );
    expect(await complaintOf(folder, () => load(folder))).toContain("no key");
    expect(await complaintOf(folder, () => load(folder))).toContain("home.config.ts:2:");
    writeFiles(folder, { key: "" });
    expect((await load(folder)).modules[0]!.value).toEqual({ ok: true });
  });
});

describe("a configuration that exports the wrong thing", () => {
  it("is told what is expected", async () => {
    expect(await loadComplaint(code("export const home = {};"))).toMatchInlineSnapshot(`
      "config-export: home.config.ts has no default export
        at home.config.ts
        hint: export default defineHome({ … })"
    `);
    expect(await loadComplaint(code(""))).toMatchInlineSnapshot(`
      "config-export: home.config.ts has no default export
        at home.config.ts
        hint: export default defineHome({ … })"
    `);
    expect(await loadComplaint(code("export default 'home';"))).toMatchInlineSnapshot(`
      "config-export: home.config.ts should export a home, got a string
        at home.config.ts
        hint: export default defineHome({ … }), or a module made with defineModule"
    `);
    expect(await loadComplaint(code("export default () => [];"))).toMatchInlineSnapshot(`
      "config-export: home.config.ts should export a home, got a list
        at home.config.ts
        hint: export default defineHome({ … }), or a module made with defineModule"
    `);
    expect(await loadComplaint({ "a.json": "[]" }, "a.json")).toMatchInlineSnapshot(`
      "config-export: a.json should export a home, got a list
        at a.json
        hint: export default defineHome({ … }), or a module made with defineModule"
    `);
    expect(
      await loadComplaint({
        ...code("export default { imports: ['./a.ts'] };"),
        "a.ts": "export default 5;",
      }),
    ).toMatchInlineSnapshot(`
      "config-export: a.ts should export a home, got a number
        at a.ts
        hint: export default defineHome({ … }), or a module made with defineModule"
    `);
  });
});

describe("a configuration that takes too long", () => {
  const short = { timeLimit: 300 };

  it.each([
    ["a loop", "for (;;);"],
    ["an await", "await new Promise(() => {}); export default {};"],
    ["a loop after an await", "await null; for (;;);"],
    ["a function with a loop", "export default () => { for (;;); };"],
    ["a promise that never settles", "export default new Promise(() => {});"],
    ["a loop in an async function", "export default async () => { await null; for (;;); };"],
  ])("is stopped: %s", async (_, text) => {
    expect(await loadComplaint(code(text), "home.config.ts", short)).toBe(
      [
        "config-timeout: home.config.ts did not finish loading within 0.3 seconds",
        "  at home.config.ts",
        "  a loop that does not end, or an await for something that never comes",
        "  hint: let the configuration only describe the home; leave slow work to home.activation",
      ].join("\n"),
    );
    expect(await treeOf(code("export default { fine: true }"))).toEqual({ fine: true });
  });
});

describe("a file that cannot be read", () => {
  it("is told apart from one that is wrong", async () => {
    expect(await loadComplaint({}, "gone.ts")).toMatchInlineSnapshot(`
      "config-not-found: there is no configuration at gone.ts
        hint: check --config, or let lares init write a first one"
    `);
    const folder = folderOf({ ...code("import './a.ts'; export default {}"), "a.ts": "", "b.yaml": "x: 1" });
    age(folder, "home.config.ts", "b.yaml");
    expect(loadInChild(folder, "home.config.ts", "read:3:EACCES").printed).toBe(
      "config-unreadable: home.config.ts cannot be read: permission denied",
    );
    expect(loadInChild(folder, "b.yaml", "read:2:EIO").printed).toBe(
      "config-unreadable: b.yaml cannot be read: the disk reports an error",
    );
  });
});

/** As root every file is readable: the fault is put into the system layer of a process of its own. */
const loadInChild = (folder: string, file: string, fault = "") => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "load-child.ts"), join(folder, file)],
    { encoding: "utf8", env: { ...process.env, LARES_FAULT: fault } },
  );
  return { printed: stdout.trim(), complained: stderr };
};
