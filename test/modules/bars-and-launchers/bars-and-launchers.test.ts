/** Compositors, bars and launchers, each with a rich configuration; and programs that read what is written for them. */
import * as path from "node:path";
import { type Definitions, float, type Module, packageNamed } from "lares/module";
import { expect, test } from "vitest";
import aerospace from "../../../modules/aerospace.ts";
import i3barRiver from "../../../modules/i3bar-river.ts";
import i3statusRust from "../../../modules/i3status-rust.ts";
import launchd from "../../../modules/launchd/index.ts";
import niri from "../../../modules/niri.ts";
import river from "../../../modules/river.ts";
import rofi from "../../../modules/rofi/index.ts";
import rofiPass from "../../../modules/rofi-pass.ts";
import picom from "../../../modules/service-picom.ts";
import polybar from "../../../modules/service-polybar.ts";
import sketchybar from "../../../modules/sketchybar.ts";
import swayEasyfocus from "../../../modules/sway-easyfocus.ts";
import swayimg from "../../../modules/swayimg.ts";
import swayr from "../../../modules/swayr.ts";
import systemd from "../../../modules/systemd/index.ts";
import waybar from "../../../modules/waybar.ts";
import wayland from "../../../modules/wayland.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const whole = (module: Module, definitions: object): string =>
  wholeHome([module, systemd, wayland], definitions as Definitions);

const literal = (value: string) => ({ _type: "literal", value });

const launcher = {
  enable: true,
  font: "Droid Sans Mono 14",
  cycle: true,
  modes: ["drun", "run", { name: "notes", path: "/usr/local/bin/notes" }],
  location: "top",
  yoffset: 20,
  extraConfig: { "kb-primary-paste": "Control+V,Shift+Insert", "show-icons": true },
  theme: {
    "@import": "default",
    "*": { width: 512, "text-color": literal("#fafafa") },
    "#inputbar": { children: [literal("prompt"), literal("entry")] },
  },
};

test("rofi", async () => {
  await expect(whole(rofi, { programs: { rofi: launcher } })).toMatchFileSnapshot("golden/rofi.golden");
});

test.skipIf(!has("rofi") || !has("xvfb-run"))(
  "rofi understands its configuration (needs rofi and xvfb-run)",
  () => {
    const home = writtenHome([rofi], {
      programs: { rofi: { ...launcher, theme: null, extraConfig: { modi: ["drun", "notes:/bin/notes"] } } },
    } as Definitions);
    const config = askAt(home, "xvfb-run", ["-a", "rofi", "-dump-config"]);
    expect(config).toMatch(/^\s*font: "Droid Sans Mono 14";/m);
    expect(config).toMatch(/^\s*modi: "drun,notes:\/bin\/notes";/m);
    expect(config).toMatch(/^\s*location: 2;/m);
  },
);

test("a theme of rofi's by name, and one in a file", () => {
  const files = (theme: unknown) =>
    homeOf([rofi], { programs: { rofi: { enable: true, theme } } } as Definitions).description.files;
  expect(files("gruvbox-dark").map(({ target }) => target)).toEqual([".config/rofi/config.rasi"]);
  expect(files("/themes/own.rasi")).toContainEqual(
    expect.objectContaining({
      target: ".local/share/rofi/themes/own.rasi",
      content: expect.objectContaining({ type: "source", path: "/themes/own.rasi" }),
    }),
  );
});

test("Waybar", async () => {
  const bars = {
    main: { position: "top", height: 30, "modules-left": ["sway/workspaces"], clock: null },
    second: { output: ["!DP-1"], "custom/hello": { exec: "echo hello" } },
  };
  const own = { enable: true, settings: bars, style: "* { border: none; }", systemd: { enable: true } };
  await expect(whole(waybar, { programs: { waybar: own } })).toMatchFileSnapshot("golden/waybar.golden");
});

test("i3status-rust", async () => {
  const bars = { top: { icons: "awesome6", blocks: [{ block: "cpu" }], settings: { scrolling: "natural" } } };
  const text = whole(i3statusRust, { programs: { "i3status-rust": { enable: true, bars } } });
  await expect(text).toMatchFileSnapshot("golden/i3status-rust.golden");
});

test("versions of i3status-rust that read another format are refused, older ones get theirs", () => {
  const home = (version: string) => {
    const own = { enable: true, package: packageNamed("i3status-rust", { version }) };
    return homeOf([i3statusRust], { programs: { "i3status-rust": own } } as Definitions);
  };
  expect(home("0.31.1").failedAssertions).toHaveLength(1);
  expect(home("0.31.2").failedAssertions).toEqual([]);
  expect(home("0.29.0").description.files[0]?.content).toMatchObject({
    text: expect.stringContaining('theme = "plain"'),
  });
});

test("river", async () => {
  const own = {
    enable: true,
    extraSessionVariables: { MOZ_ENABLE_WAYLAND: "1" },
    settings: {
      "border-width": 2,
      "hide-cursor": { "when-typing": true },
      map: { normal: { "Alt Q": "close" } },
      spawn: ["firefox", "'foot -a term'"],
      input: { "pointer-1": { "pointer-accel": -0.5 } },
    },
    extraConfig: "rivertile &",
  };
  const text = whole(river, { wayland: { windowManager: { river: own } } });
  await expect(text).toMatchFileSnapshot("golden/river.golden");
});

test("niri", async () => {
  const own = {
    enable: true,
    extraConfigEarly: "// early",
    settings: {
      layout: { gaps: 8, "preset-column-widths": { _children: [{ proportion: 0.5 }] } },
      "prefer-no-csd": {},
      output: { _args: ["eDP-1"], scale: float(2) },
    },
    systemd: { variables: ["XCURSOR_THEME"] },
  };
  const text = whole(niri, { wayland: { windowManager: { niri: own } } });
  await expect(text).toMatchFileSnapshot("golden/niri.golden");
});

const polybarOf = (own: object): Definitions =>
  ({ services: { polybar: { enable: true, script: "polybar top &", ...own } } }) as Definitions;

test.skipIf(!has("polybar") || !has("xvfb-run"))(
  "Polybar understands nested keys (needs polybar and xvfb-run)",
  () => {
    const home = writtenHome(
      [polybar, systemd],
      polybarOf({
        config: { "bar/top": { "modules-center": "sound", width: "100%" } },
        settings: {
          "module/sound": { label: { muted: { text: "off", foreground: "#666" } }, ramp: [" low", "high"] },
        },
      }),
    );
    const ask = (bar: string, key: string) =>
      askAt(home, "xvfb-run", [
        ...["-a", "polybar", "-q", "-c", `${home}/.config/polybar/config.ini`, `--dump=${key}`, bar],
      ]).trim();
    expect(ask("top", "modules-center")).toBe("sound");
    expect(ask("top", "width")).toBe("100%");
  },
);

test.skipIf(!has("picom") || !has("xvfb-run"))(
  "picom reads its configuration (needs picom and xvfb-run)",
  () => {
    const home = writtenHome([picom, systemd], {
      services: { picom: { enable: true, fade: true, settings: { blur: { method: "gaussian", size: 10 } } } },
    } as Definitions);
    const file = path.join(home, ".config/picom/picom.conf");
    expect(askAt(home, "xvfb-run", ["-a", "picom", "--config", file, "--diagnostics"])).toContain("Version");
  },
);

test("AeroSpace", async () => {
  const own = {
    enable: true,
    launchd: { enable: true },
    settings: {
      gaps: { outer: { left: 8, right: null } },
      "on-window-detected": [{ run: "layout floating" }],
    },
  };
  const text = wholeHome([aerospace, launchd], { programs: { aerospace: own } } as Definitions, {
    os: "darwin",
  });
  await expect(text).toMatchFileSnapshot("golden/aerospace.golden");
});

test("SketchyBar", async () => {
  const whole = (own: object) =>
    wholeHome([sketchybar, launchd], { programs: { sketchybar: { enable: true, ...own } } } as Definitions, {
      os: "darwin",
    });
  const bash = whole({ config: "sketchybar --bar height=32\n", extraPackages: ["jq"] });
  const lua = whole({ configType: "lua", luaPackage: "lua5_4", config: 'require("sketchybar")\n' });
  await expect(`${bash}\n\n${lua}`).toMatchFileSnapshot("golden/sketchybar.golden");
  expect(whole({ configType: "lua", sbarLuaPackage: null, config: "x" })).toContain("needs sbarLuaPackage");
});

test.for([
  [i3barRiver, { "i3bar-river": { settings: { font: "monospace 10", height: 24 } } }],
  [swayEasyfocus, { "sway-easyfocus": { settings: { chars: "fj", focused_background_opacity: float(1) } } }],
  [swayimg, { swayimg: { initLua: 'swayimg.viewer.set_default_scale("fill")' } }],
  [
    swayr,
    {
      swayr: { settings: { menu: { executable: "wofi" } }, extraConfig: "[misc]", systemd: { enable: true } },
    },
  ],
] as const)("small ones: %#", async ([module, programs]) => {
  const [name, own] = Object.entries(programs)[0]!;
  const text = whole(module, { programs: { [name]: { enable: true, ...own } } });
  await expect(text).toMatchFileSnapshot(`golden/${name}.golden`);
});

test("rofi-pass", async () => {
  const pass = { enable: true, stores: ["/a store", "/b"], extraConfig: "URL_field='url'" };
  const text = whole(rofiPass, { programs: { rofi: { pass } } });
  await expect(text).toMatchFileSnapshot("golden/rofi-pass.golden");
});
