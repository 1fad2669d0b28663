import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import feh from "../../../modules/feh.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [feh];
const rich: Definitions = {
  programs: {
    feh: {
      enable: true,
      buttons: { zoom_in: 4, zoom_out: "C-4", prev_img: [3, "C-3"], next_img: null },
      keybindings: { zoom_in: "plus", prev_img: ["h", "Left"], quit: null },
      themes: { feh: ["--image-bg", "black"], example: ["--info", "foo bar"] },
    },
  },
};

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

test("all files of a rich configuration", async () => {
  const home = homeOf(modules, rich);
  expect(home.failedAssertions).toEqual([]);
  const texts = textsOf(home);
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/feh.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).feh!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { feh: settings } } as Definitions))).toEqual({});
});
