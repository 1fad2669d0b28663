import * as path from "node:path";
import type { Definitions, PackageReference } from "lares/module";
import { expect, test } from "vitest";
import mcp from "../../../modules/mcp/index.ts";
import vscode from "../../../modules/vscode.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");
const extension: PackageReference = {
  kind: "package",
  name: "me-mine",
  version: "1.2.3",
  outPath: "@me-mine@",
  contents: `${files}/package`,
};

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [vscode, mcp],
    {
      programs: {
        mcp: {
          enable: true,
          servers: { off: { command: "off", disabled: true }, run: { command: "npx", args: ["a"] } },
        },
        vscode: {
          enable: true,
          argvSettings: { "enable-crash-reporter": false },
          mutableExtensionsDir: false,
          profiles: {
            default: {
              enableUpdateCheck: false,
              enableExtensionUpdateCheck: false,
              enableMcpIntegration: true,
              userSettings: { "files.autoSave": "off" },
              userTasks: "/tasks.json",
              userMcp: { servers: { Github: { url: "https://api.githubcopilot.com/mcp/" } } },
              keybindings: [
                { key: "ctrl+c", command: "copy", when: "textInputFocus" },
                { key: "f1", command: null },
              ],
              languageSnippets: { haskell: { fixme: { prefix: ["fixme"], body: ["FIXME"] } } },
              globalSnippets: { fixme: { prefix: ["fixme"], body: ["FIXME"] } },
              extensions: [extension],
            },
            work: { userSettings: { "editor.tabSize": 2 } },
          },
        },
      },
    },
    { here: files },
  );
  await expect(text).toMatchFileSnapshot("golden/vscode.golden");
});

test("what was said of the only profile counts for the first", () => {
  const home = homeOf(
    [vscode],
    { programs: { vscode: { enable: true, userSettings: { a: 1 } as never } } },
    { os: "darwin" },
  );
  expect(textsOf(home)).toEqual({
    "Library/Application Support/Code/User/settings.json": '{\n  "a": 1\n}\n',
  });
  expect(home.description.warnings).toHaveLength(1);
});

test("extensions that have only a name the editor fetches", () => {
  const profiles = { default: { extensions: ["vscodevim.vim"] }, work: { extensions: ["a.b"] } };
  const { activation } = homeOf([vscode], { programs: { vscode: { enable: true, profiles } } }).description;
  const { script } = activation.find(({ name }) => name === "vscodeExtensions")!;
  expect(script).toContain("|| run code --install-extension vscodevim.vim\n");
  expect(script).toContain("|| run code --profile work --install-extension a.b\n");
});

test("what is for Haskell adds to the first profile", () => {
  const home = homeOf([vscode], { programs: { vscode: { enable: true, haskell: { enable: true } } } });
  expect(textsOf(home)[".config/Code/User/settings.json"]).toContain(
    '"languageServerHaskell.enableHIE": true',
  );
});

test("only the default profile says whether to look for new versions", () => {
  const warningsOf = (profile: string) =>
    homeOf([vscode], {
      programs: { vscode: { enable: true, profiles: { [profile]: { enableUpdateCheck: false } } } },
    } as Definitions).description.warnings;
  expect(warningsOf("default")).toEqual([]);
  expect(warningsOf("work")).toEqual([expect.stringContaining("enableUpdateCheck")]);
});
