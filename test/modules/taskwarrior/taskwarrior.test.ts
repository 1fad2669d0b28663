import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import taskwarrior from "../../../modules/taskwarrior.ts";

import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

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

test.skipIf(!has("task"))("Taskwarrior understands it (needs taskwarrior)", () => {
  const home = writtenHome(modules, {
    programs: {
      taskwarrior: {
        enable: true,
        colorTheme: "dark-blue-256",
        config: {
          confirmation: false,
          report: { mine: { columns: ["id", "start"], filter: "status:pending" } },
        },
        extraConfig: "default.command=mine",
      },
    },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const names = ["data.location", "confirmation", "report.mine.columns", "default.command"];
  const said = askAt(home, "env", [
    `TASKRC=${home}/.config/task/home-manager-taskrc`,
    ...["task", "_get", ...names.map((name) => `rc.${name}`)],
  ]);
  expect(said.trim()).toBe(`${home}/.local/share/task false id,start mine`);
});
