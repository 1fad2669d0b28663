/** Hyprland in its two languages. */
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import hyprland from "../../../modules/hyprland/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";

const files = (own: object): string => {
  const home = homeOf([hyprland, systemd], { wayland: { windowManager: { hyprland: own } } } as Definitions, {
    stubs: true,
  });
  expect([...home.description.warnings, ...home.failedAssertions]).toEqual([]);
  return Object.entries(textsOf(home))
    .map(([target, text]) => `===== ${target}\n${text}\n`)
    .join("");
};

test("hyprlang", async () => {
  const text = files({
    enable: true,
    configType: "hyprlang",
    plugins: ["/plugins/a.so"],
    settings: {
      $mod: "SUPER",
      input: { touchpad: { natural_scroll: true }, kb_layout: "de" },
      bind: ["$mod, Q, killactive"],
    },
    submaps: { resize: { onDispatch: "reset", settings: { binde: [", right, resizeactive, 10 0"] } } },
    extraConfig: "# the end",
    xdph: { settings: { screencopy: { max_fps: 60 } } },
  });
  await expect(text).toMatchFileSnapshot("golden/hyprlang.golden");
});

test("Lua", async () => {
  const text = files({
    enable: true,
    configType: "lua",
    settings: {
      mod: { _var: "SUPER" },
      config: { general: { gaps_in: 5 } },
      bind: [{ _args: ["SUPER + Q", { _type: "lua-inline", expr: "hl.dsp.window.close()" }] }],
    },
    extraLuaFiles: { "ui.bindings": "return {}", helpers: { autoLoad: false, content: "return 1" } },
    submaps: { resize: { settings: { bind: [{ _args: ["escape", "reset"] }] } } },
  });
  await expect(text).toMatchFileSnapshot("golden/lua.golden");
});
