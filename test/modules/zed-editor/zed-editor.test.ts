import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import mcp from "../../../modules/mcp/index.ts";
import { mergeInto } from "../../../modules/merged-json/step.ts";
import zed from "../../../modules/zed-editor/index.ts";
import { runStep } from "../../../src/activation/run-step.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration that Zed may not change", async () => {
  const text = wholeHome([zed, mcp], {
    programs: {
      mcp: {
        enable: true,
        servers: { off: { command: "off", disabled: true }, web: { url: "https://a.example" } },
      },
      "zed-editor": {
        enable: true,
        defaultEditor: true,
        enableMcpIntegration: true,
        extraPackages: ["gopls"],
        extensions: ["nix"],
        userSettings: { vim_mode: true, auto_install_extensions: { html: false } },
        userKeymaps: [{ context: "Editor", bindings: { escape: "editor::Cancel" } }],
        userTasks: [{ label: "Format", command: "make" }],
        userDebug: [{ label: "Go", adapter: "Delve" }],
        mutableUserSettings: false,
        mutableUserKeymaps: false,
        mutableUserTasks: false,
        mutableUserDebug: false,
        themes: { data: { name: "One", themes: [] }, text: "{}\n", file: "/themes/x.json" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/zed-editor.golden");
});

const temporaryHome = (): string => {
  const home = fs.mkdtempSync(path.join(tmpdir(), "lares-zed-"));
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  return home;
};

const run = (script: string, home: string) =>
  runStep(
    { name: "merge", kind: "step", script },
    { places: { home } as never, from: undefined, to: undefined },
  );

const json = (file: string) => JSON.parse(fs.readFileSync(file, "utf8"));

test("what Zed has written stays, unless the configuration says otherwise", () => {
  const home = temporaryHome();
  fs.mkdirSync(`${home}/.config/zed`, { recursive: true });
  fs.writeFileSync(
    `${home}/.config/zed/settings.json`,
    '// "mine"\n{ "theme": "One", "url": "http://x//y", "ui": { "a": 1, /* b */ "b": [1,], }, }\n',
  );
  fs.writeFileSync(
    `${home}/.config/zed/keymap.json`,
    '[{ "bindings": { "up": "X" } }, { "context": "Editor", "bindings": { "down": "Y" } }]',
  );
  fs.writeFileSync(
    `${home}/.config/zed/tasks.json`,
    '[{ "label": "Format", "args": ["old"], "hide": true }]',
  );
  const own = {
    enable: true,
    userSettings: { theme: "Two", ui: { b: [2], c: "it's" } },
    userKeymaps: [{ context: "Editor", bindings: { up: "Z" } }, { bindings: { up: "W" } }],
    userTasks: [{ label: "Format", args: ["new"] }],
  };
  const described = homeOf([zed], { programs: { "zed-editor": own } }, { home });
  for (const { script } of described.description.activation) expect(run(script, home).result).toBe("done");
  expect(json(`${home}/.config/zed/settings.json`)).toEqual({
    theme: "Two",
    url: "http://x//y",
    ui: { a: 1, b: [2], c: "it's" },
  });
  expect(json(`${home}/.config/zed/keymap.json`)).toEqual([
    { bindings: { up: "W" } },
    { context: "Editor", bindings: { down: "Y", up: "Z" } },
  ]);
  expect(json(`${home}/.config/zed/tasks.json`)).toEqual([{ label: "Format", args: ["new"], hide: true }]);
});

test("a file that says the same already is left alone, comments and all", () => {
  const home = temporaryHome();
  fs.writeFileSync(`${home}/a.json`, '// mine\n{"b": 1, "a": {"x": 2}}');
  expect(run(mergeInto(`${home}/a.json`, { a: { x: 2 } }), home).result).toBe("done");
  expect(fs.readFileSync(`${home}/a.json`, "utf8")).toBe('// mine\n{"b": 1, "a": {"x": 2}}');
});

test("a file that cannot be read is named, and kept", () => {
  const home = temporaryHome();
  fs.writeFileSync(`${home}/a.json`, "{ no");
  const outcome = run(mergeInto(`${home}/a.json`, { a: 1 }), home);
  expect(outcome.result).toBe("failed");
  expect(outcome.output).toContain(`${home}/a.json cannot be read`);
  expect(fs.readFileSync(`${home}/a.json`, "utf8")).toBe("{ no");
});
