import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import imv from "../../../modules/imv.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [imv];
const rich: Definitions = {
  programs: {
    imv: {
      enable: true,
      settings: {
        options: { background: "ffffff", fullscreen: true, slideshow_duration: 5 },
        aliases: { x: "close" },
      },
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
  await expect(text).toMatchFileSnapshot("golden/imv.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).imv!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { imv: settings } } as Definitions))).toEqual({});
});
