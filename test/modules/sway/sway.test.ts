/** Sway: its configuration as text, what Sway says to it, and the script that starts it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { type Definitions, mkOptionDefault } from "lares/module";
import { expect, test } from "vitest";
import sway from "../../../modules/sway/index.ts";
import swaynag from "../../../modules/swaynag.ts";
import systemd from "../../../modules/systemd/index.ts";
import wayland from "../../../modules/wayland.ts";
import { has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [sway, swaynag, systemd, wayland];

const of = (own: object): Definitions =>
  ({ wayland: { windowManager: { sway: { enable: true, ...own } } } }) as Definitions;

const rich = of({
  extraConfigEarly: "set $laptop eDP-1",
  config: {
    modifier: "Mod4",
    terminal: "alacritty",
    bindkeysToCode: true,
    fonts: { names: ["monospace"], size: 11.5 },
    focus: { followMouse: "always", mouseWarping: "container" },
    window: { hideEdgeBorders: "--i3 smart" },
    keybindings: mkOptionDefault({ "Mod4+p": "exec fuzzel" }),
    input: { "type:keyboard": { xkb_layout: "de", repeat_rate: "50" } },
    output: { "HDMI-A-2": { scale: "2", position: "0 0" } },
    seat: { "*": { hide_cursor: "when-typing enable" } },
    bindswitches: { "lid:on": { locked: true, reload: true, action: "output eDP-1 disable" } },
    gaps: { inner: 4, smartGaps: "inverse_outer" },
    assigns: { "2": [{ app_id: "foot" }] },
    startup: [{ command: "mako" }, { command: "kanshi", always: true }],
    bars: [{ command: "waybar" }],
  },
  swaynag: { enable: true, settings: { "<config>": { edge: "bottom" } } },
  systemd: { xdgAutostart: true },
  extraConfig: "titlebar_padding 2 1",
});

test("everything that a rich configuration comes to", async () => {
  const home = homeOf(modules, rich, { stubs: true });
  expect([...home.description.warnings, ...home.failedAssertions]).toEqual([]);
  const text = Object.entries(textsOf(home))
    .map(([target, content]) => `===== ${target}\n${content}\n`)
    .join("");
  await expect(text).toMatchFileSnapshot("golden/rich.golden");
});

test.skipIf(!has("sway"))("Sway accepts the default and a rich configuration (needs sway)", () => {
  for (const definitions of [of({}), rich]) expect(complaints(definitions)).toBe("");
  expect(complaints(of({ extraConfig: "nonsense" }))).toMatch(/nonsense/);
});

const complaints = (definitions: Definitions): string => {
  const home = writtenHome(modules, definitions);
  if (process.getuid?.() === 0) fs.chownSync(home, nobody, nobody);
  const { stderr } = spawnSync("sway", ["--validate", "--config", `${home}/.config/sway/config`], {
    encoding: "utf8",
    ...(process.getuid?.() === 0 && { uid: nobody, gid: nobody }),
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      WLR_BACKENDS: "headless",
      WLR_RENDERER: "pixman",
    },
  });
  expect(stderr).not.toMatch(/refusing to start/);
  return stderr
    .split("\n")
    .filter((line) => /error on line|unknown\/invalid/i.test(line))
    .join("\n");
};

/** Sway refuses to run as root. */
const nobody = 65534;

test("arguments and commands before the start are a program in front of Sway", () => {
  const home = writtenHome(
    modules,
    of({ extraSessionCommands: "export GREETING=hello", extraOptions: ["--debug"] }),
  );
  const wrapper = path.join(home, ".lares/home-path/bin/sway");
  fs.mkdirSync(path.join(home, "bin"));
  fs.writeFileSync(path.join(home, "bin/sway"), '#!/bin/sh\necho "$GREETING $*"\n', { mode: 0o755 });
  const env = {
    PATH: `${path.dirname(wrapper)}:${home}/bin:${process.env.PATH}`,
    DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere",
  };
  expect(spawnSync(wrapper, ["--version"], { encoding: "utf8", env }).stdout).toBe(
    "hello --debug --version\n",
  );
});
