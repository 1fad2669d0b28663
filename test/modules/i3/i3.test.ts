/** i3: its configuration as text, and what i3 says to it. */
import { type Definitions, mkOptionDefault } from "lares/module";
import { expect, test } from "vitest";
import i3 from "../../../modules/i3.ts";
import systemd from "../../../modules/systemd/index.ts";
import xsession from "../../../modules/xsession.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [i3, xsession, systemd];

const of = (own: object): Definitions =>
  ({ xsession: { enable: true, windowManager: { i3: { enable: true, ...own } } } }) as Definitions;

const rich = of({
  config: {
    modifier: "Mod4",
    terminal: "alacritty",
    fonts: { names: ["DejaVu Sans Mono", "monospace"], style: "Bold", size: 11.5 },
    window: {
      titlebar: false,
      hideEdgeBorders: "smart",
      commands: [{ command: "border pixel 1", criteria: { class: "XTerm" } }],
    },
    floating: { criteria: [{ title: "Steam - Update News" }, { class: "Pavucontrol" }] },
    focus: { newWindow: "urgent", followMouse: false, mouseWarping: false },
    assigns: { "1: web": [{ class: "^Firefox$" }] },
    keybindings: mkOptionDefault({
      "Mod4+Return": "exec kitty",
      "Mod4+Shift+r": null,
      "Mod4+p": "exec rofi -show drun",
    }),
    keycodebindings: { 214: "exec script" },
    gaps: { inner: 12, outer: 5, smartGaps: true, smartBorders: "no_gaps" },
    defaultWorkspace: "workspace number 9",
    workspaceOutputAssign: [{ workspace: "9", output: ["DP-1", "eDP-1"] }],
    startup: [{ command: "nm-applet", always: true, notification: false }, { command: "firefox" }],
    bars: [
      { position: "top", trayOutput: "none", extraConfig: "separator_symbol |" },
      {
        id: "second",
        colors: { focusedWorkspace: { border: "#111111", background: "#222222", text: "#333333" } },
      },
    ],
  },
  extraConfig: "popup_during_fullscreen smart",
});

const text = (definitions: Definitions): string =>
  textsOf(homeOf(modules, definitions))[".config/i3/config"]!;

test("everything that a rich configuration comes to", async () => {
  const home = homeOf(modules, rich);
  expect([...home.description.warnings, ...home.failedAssertions]).toEqual([]);
  await expect(textsOf(home)[".config/i3/config"]).toMatchFileSnapshot("golden/rich.golden");
});

test("without a configuration there is what extraConfig says", () => {
  expect(text(of({ config: null, extraConfig: "set $mod Mod4\n" }))).toBe("set $mod Mod4\n");
});

test("plain key bindings stand in for the default ones", () => {
  const keys = text(of({ config: { keybindings: { "Mod1+x": "kill" } } })).match(/^bindsym .*$/gm);
  expect(keys).toEqual(["bindsym Mod1+x kill"]);
});

test("the session runs i3", () => {
  expect(textsOf(homeOf(modules, rich))[".xsession"]).toMatch(/\ni3\n/);
});

test("fonts as lists are deprecated", () => {
  const home = homeOf(modules, of({ config: { fonts: ["monospace 8"], bars: [{ fonts: ["monospace"] }] } }));
  expect(home.description.warnings).toHaveLength(2);
});

test.skipIf(!has("i3"))("i3 accepts the default and a rich configuration (needs i3)", () => {
  for (const definitions of [of({}), rich]) {
    const home = writtenHome(modules, definitions);
    expect(askAt(home, "i3", ["-C", "-c", `${home}/.config/i3/config`])).not.toMatch(/error/i);
  }
});
