import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import ncmpcpp from "../../../modules/ncmpcpp.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [ncmpcpp];
const rich: Definitions = {
  programs: {
    ncmpcpp: {
      enable: true,
      mpdMusicDir: "~/music",
      settings: { autocenter_mode: true, lines_scrolled: 2, ncmpcpp_directory: "~/.x" },
      bindings: [
        { key: "j", command: "scroll_down" },
        { key: "J", command: ["select_item", "scroll_down"] },
      ],
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
  await expect(text).toMatchFileSnapshot("golden/ncmpcpp.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).ncmpcpp!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { ncmpcpp: settings } } as Definitions))).toEqual({});
});
