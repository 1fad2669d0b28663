import { expect, test } from "vitest";
import ion from "../../../modules/ion.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([ion], {
    programs: { ion: { enable: true, shellAliases: { g: "git", ll: "ls -l" }, initExtra: "echo hello\n" } },
  });
  await expect(text).toMatchFileSnapshot("golden/ion.golden");
});

test("the home's aliases count, and give way to Ion's own", () => {
  const home = homeOf([ion], {
    home: { shellAliases: { g: "git", ll: "ls -la" } },
    programs: { ion: { enable: true, shellAliases: { ll: "ls -l" } } },
  });
  expect(textsOf(home)[".config/ion/initrc"]).toBe("alias g = git\nalias ll = 'ls -l'\n");
});
