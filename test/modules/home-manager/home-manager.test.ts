import { expect, test } from "vitest";
import homeManager from "../../../modules/home-manager.ts";
import { wholeHome } from "../whole-home.ts";

test("it is accepted, and adds nothing to what Lares does of itself", () => {
  const programs = { "home-manager": { enable: true, path: "$HOME/devel" } };
  expect(wholeHome([homeManager], { programs })).toBe("");
});
