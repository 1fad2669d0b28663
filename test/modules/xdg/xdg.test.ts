import * as fs from "node:fs";
import * as path from "node:path";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import systemd from "../../../modules/systemd/index.ts";
import autostart from "../../../modules/xdg-autostart.ts";
import desktopEntries from "../../../modules/xdg-desktop-entries.ts";
import mime from "../../../modules/xdg-mime.ts";
import portal from "../../../modules/xdg-portal.ts";
import systemDirs from "../../../modules/xdg-system-dirs.ts";
import terminalExec from "../../../modules/xdg-terminal-exec.ts";
import userDirs from "../../../modules/xdg-user-dirs.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [systemd, autostart, desktopEntries, mime, portal, systemDirs, terminalExec, userDirs];

const definitions: Definitions = {
  xdg: {
    enable: true,
    autostart: { enable: true, entries: ["/usr/share/applications/a.desktop"] },
    desktopEntries: {
      editor: {
        name: "My Editor",
        exec: "editor %F",
        mimeType: ["text/plain"],
        categories: ["Utility", "TextEditor"],
        settings: { Keywords: "text;code;" },
        actions: { new: { name: "New Window", exec: "editor --new" } },
      },
    },
    mimeApps: {
      enable: true,
      associations: {
        added: { "text/plain": "editor.desktop" },
        removed: { "text/html": ["a.desktop", "b.desktop"] },
      },
      defaultApplications: { "text/plain": ["editor.desktop", "vim.desktop"] },
    },
    portal: {
      enable: true,
      extraPortals: ["xdg-desktop-portal-gtk"],
      config: { common: { default: "gtk" }, sway: { default: ["wlr", "gtk"] } },
    },
    systemDirs: { data: ["/opt/share"] },
    "terminal-exec": {
      enable: true,
      settings: { default: ["foot.desktop"], GNOME: ["org.gnome.Terminal.desktop"] },
    },
    userDirs: {
      enable: true,
      createDirectories: true,
      setSessionVariables: true,
      music: null,
      extraConfig: { GAMES: "/home/ada/Games" },
    },
  },
};

test("everything that a rich configuration comes to", async () => {
  const home = homeOf(modules, definitions);
  const texts = Object.entries(textsOf(home)).map(([name, text]) => `===== ${name}\n${text}\n`);
  const steps = home.description.activation.map(({ name, script }) => `===== step ${name}\n${script}\n`);
  const variables = Object.entries(home.description.sessionVariables).map(
    ([name, value]) => `${name}=${value}\n`,
  );
  expect(home.failedAssertions).toEqual([]);
  await expect([...variables, ...texts, ...steps].join("")).toMatchFileSnapshot("golden/rich.golden");
});

test("macOS is told what is not for it", () => {
  const { failedAssertions } = homeOf(modules, definitions, { os: "darwin" });
  expect(failedAssertions).toHaveLength(5);
  for (const message of failedAssertions) expect(message).toContain("for Linux only");
});

test.skipIf(!has("xdg-mime"))("xdg-mime finds the default application (needs xdg-utils)", () => {
  const home = writtenHome(modules, definitions);
  const ask = (type: string) => askAt(home, "xdg-mime", ["query", "default", type]);
  expect(ask("text/plain")).toBe("editor.desktop\n");
});

test.skipIf(!has("desktop-file-validate"))("the desktop entry is valid (needs desktop-file-validate)", () => {
  const home = writtenHome(modules, definitions);
  /** Older validators do not know the newest version of the specification, which adds keys only. */
  const validate =
    "sed s/Version=1.5/Version=1.4/ .local/share/applications/editor.desktop >a.desktop; desktop-file-validate a.desktop";
  expect(askAt(home, "sh", ["-c", validate])).toBe("");
});

test("folders of the user are made, and what is there is left alone", () => {
  const { description } = homeOf(modules, definitions, { home: "/tmp" });
  const home = writtenHome(modules, (at) => ({ ...definitions, home: { homeDirectory: at } }));
  const step = description.activation.find(({ name }) => name === "createXdgUserDirectories")!;
  fs.mkdirSync(path.join(home, "Desktop"));
  const script = step.script.replaceAll("/tmp/", `${home}/`).replaceAll("/home/ada/", `${home}/`);
  askAt(home, "sh", ["-eu", "-c", `VERBOSE_ARG=; run() { "$@"; }\n${script}`]);
  expect(fs.readdirSync(home)).toEqual(expect.arrayContaining(["Desktop", "Documents", "Games", "Videos"]));
  expect(fs.readdirSync(home)).not.toContain("Music");
});
