import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import keepassxc from "../../../modules/keepassxc.ts";

import autostart from "../../../modules/xdg-autostart.ts";
import { homeOf, textsOf } from "../home.ts";

const modules = [keepassxc, autostart];
const rich: Definitions = {
  programs: {
    keepassxc: { enable: true, settings: { Browser: { Enabled: true }, GUI: { ApplicationTheme: "dark" } } },
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
  await expect(text).toMatchFileSnapshot("golden/keepassxc.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).keepassxc!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { keepassxc: settings } } as Definitions))).toEqual({});
});
