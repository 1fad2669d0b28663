import { luaInline } from "lares/module";
import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import wezterm from "../../../modules/wezterm.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const program = (own: object) =>
  textsOf(homeOf([wezterm], { programs: { wezterm: { enable: true, ...own } } }))[
    ".config/wezterm/wezterm.lua"
  ];

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([wezterm], {
    programs: {
      wezterm: {
        enable: true,
        settings: {
          font_size: 13,
          keys: [{ key: "F11", action: luaInline("wezterm.action.ToggleFullScreen") as never }],
        },
        extraConfig: 'config.leader = { key = "a" }\n',
        colorSchemes: { mine: { background: "#1B1B1B", ansi: ["#222222"] } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/wezterm.golden");
});

test("lines that return by themselves have the last word", () => {
  expect(program({})).toMatch(/\nreturn config\n$/);
  expect(program({ extraConfig: "return { font_size = 13 }\n" })).not.toContain("return config");
});

test("one of the system's hooks into shells where it has a script for it", () => {
  const programs = { bash: { enable: true }, wezterm: { enable: true } };
  expect(textsOf(homeOf([wezterm, bash], { programs }))[".bashrc"]).toContain(
    '[[ -r /etc/profile.d/wezterm.sh ]] && source "/etc/profile.d/wezterm.sh"',
  );
});
