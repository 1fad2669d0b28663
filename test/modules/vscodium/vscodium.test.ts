import { expect, test } from "vitest";
import vscodium from "../../../modules/vscodium.ts";
import { homeOf, textsOf } from "../home.ts";

test("it has folders of its own", () => {
  const own = { enable: true, argvSettings: { a: 1 }, profiles: { default: { userSettings: { b: 2 } } } };
  const on = (os: "linux" | "darwin") =>
    Object.keys(textsOf(homeOf([vscodium], { programs: { vscodium: own } }, { os })));
  expect(on("linux")).toEqual([".config/VSCodium/User/settings.json", ".vscode-oss/argv.json"]);
  expect(on("darwin")).toEqual([
    ".vscode-oss/argv.json",
    "Library/Application Support/VSCodium/User/settings.json",
  ]);
});
