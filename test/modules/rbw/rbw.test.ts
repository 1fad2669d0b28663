import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import rbw from "../../../modules/rbw.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [rbw];
const rich: Definitions = {
  programs: {
    rbw: {
      enable: true,
      settings: { email: "a@b.org", lock_timeout: 300, pinentry: "/usr/bin/pinentry-tty", sync_interval: 60 },
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
  await expect(text).toMatchFileSnapshot("golden/rbw.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).rbw!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { rbw: settings } } as Definitions))).toEqual({});
});
