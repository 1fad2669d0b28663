import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import taskwarrior from "../../../modules/taskwarrior.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [taskwarrior];
const rich: Definitions = {
  programs: {
    taskwarrior: {
      enable: true,
      colorTheme: "dark-blue-256",
      config: {
        confirmation: false,
        report: { active: { columns: ["id", "start"], filter: "status:pending" } },
        urgency: { coefficient: -1.5 },
      },
      extraConfig: "include /my/stuff",
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
  await expect(text).toMatchFileSnapshot("golden/taskwarrior.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).taskwarrior!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { taskwarrior: settings } } as Definitions))).toEqual({});
});
