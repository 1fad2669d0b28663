import { expect, test } from "vitest";
import bemenu from "../../../modules/bemenu.ts";
import fuzzel from "../../../modules/fuzzel.ts";
import hyprlock from "../../../modules/hyprlock.ts";
import swaylock from "../../../modules/swaylock.ts";
import wofi from "../../../modules/wofi.ts";
import { describeProgram } from "../whole-program.ts";

const programs = {
  bemenu: [
    bemenu,
    { settings: { "line-height": 28, p: "", ignorecase: true, scrollbar: false, fb: "#1e1e2e" } },
  ],
  fuzzel: [fuzzel, { settings: { main: { layer: "overlay" }, border: { width: 2 } } }],
  hyprlock: [
    hyprlock,
    {
      settings: { $font: "Mono", background: [{ path: "screenshot", monitor: "" }] },
      extraConfig: "# the end",
    },
  ],
  swaylock: [
    swaylock,
    { settings: { color: "808080", "font-size": 24, "show-failed-attempts": true, scaling: false } },
  ],
  wofi: [wofi, { settings: { location: "center", allow_markup: true }, style: "* { color: red; }" }],
} as const;

test.for(Object.entries(programs))("everything that %s comes to", async ([name, [module, own]]) => {
  await expect(describeProgram(module, { [name]: own })).toMatchFileSnapshot(`golden/${name}.golden`);
});
