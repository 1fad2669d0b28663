import { float } from "lares/module";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import alacritty from "../../../modules/alacritty.ts";
import { homeOf, textsOf } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(alacritty, {
    alacritty: {
      theme: "solarized_dark",
      themePackage: "/themes",
      settings: {
        font: { size: float(12) },
        keyboard: { bindings: [{ key: "K", mods: "Control", chars: "\\u000c" }] },
      },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});

test("a TOML parser reads what was asked for (Debian's Alacritty knows YAML only)", () => {
  const settings = {
    font: { size: float(12), normal: { family: 'A "quoted" # name' } },
    keyboard: {
      bindings: [
        { key: "K", chars: "\\u000c" },
        { key: "L", chars: "\\^[[2J" },
      ],
    },
  };
  const programs = { alacritty: { enable: true, theme: "dark", themePackage: "/themes", settings } };
  const text = textsOf(homeOf([alacritty], { programs }))[".config/alacritty/alacritty.toml"];
  expect(parse(text!)).toEqual({
    general: { import: ["/themes/dark.toml"] },
    font: { size: 12, normal: { family: 'A "quoted" # name' } },
    keyboard: {
      bindings: [
        { key: "K", chars: "\f" },
        { key: "L", chars: "\u001b[2J" },
      ],
    },
  });
});
