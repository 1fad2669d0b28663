import { expect, test } from "vitest";
import cursor from "../../../modules/cursor.ts";
import { homeOf, textsOf } from "../home.ts";

test("it has folders of its own", () => {
  const own = { enable: true, argvSettings: { a: 1 }, profiles: { default: { userSettings: { b: 2 } } } };
  const on = (os: "linux" | "darwin") =>
    Object.keys(textsOf(homeOf([cursor], { programs: { cursor: own } }, { os })));
  expect(on("linux")).toEqual([".config/Cursor/User/settings.json", ".cursor/argv.json"]);
  expect(on("darwin")).toEqual([
    ".cursor/argv.json",
    "Library/Application Support/Cursor/User/settings.json",
  ]);
});
