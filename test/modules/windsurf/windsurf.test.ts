import { expect, test } from "vitest";
import windsurf from "../../../modules/windsurf.ts";
import { homeOf, textsOf } from "../home.ts";

test("it has folders of its own", () => {
  const own = { enable: true, argvSettings: { a: 1 }, profiles: { default: { userSettings: { b: 2 } } } };
  const on = (os: "linux" | "darwin") =>
    Object.keys(textsOf(homeOf([windsurf], { programs: { windsurf: own } }, { os })));
  expect(on("linux")).toEqual([".config/Windsurf/User/settings.json", ".windsurf/argv.json"]);
  expect(on("darwin")).toEqual([
    ".windsurf/argv.json",
    "Library/Application Support/Windsurf/User/settings.json",
  ]);
});
