import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import watson from "../../../modules/watson.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [watson];
const rich: Definitions = {
  programs: { watson: { enable: true, settings: { options: { stop_on_start: true, date_format: "%Y" } } } },
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
  await expect(text).toMatchFileSnapshot("golden/watson.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).watson!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { watson: settings } } as Definitions))).toEqual({});
});
