import { expect, test } from "vitest";
import ohMyPosh from "../../../modules/oh-my-posh.ts";
import { homeOf, textsOf } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([ohMyPosh, ...shells], {
    programs: { ...allShells, "oh-my-posh": { enable: true, settings: { version: 2, blocks: [] } } },
  });
  await expect(text).toMatchFileSnapshot("golden/oh-my-posh.golden");
});

test("a theme is named, or found in the package", () => {
  const code = (stubs: boolean) =>
    textsOf(
      homeOf(
        [ohMyPosh, ...shells],
        { programs: { ...allShells, "oh-my-posh": { enable: true, useTheme: "jan" } } },
        { stubs },
      ),
    )["bash initExtra"];
  expect(code(true)).toContain("--config @oh-my-posh@/share/oh-my-posh/themes/jan.omp.json)");
  expect(code(false)).toContain("oh-my-posh init bash --config jan)");
});

test("two prompts are a failed assertion", () => {
  const home = homeOf([ohMyPosh], {
    programs: { "oh-my-posh": { enable: true, useTheme: "jan", configFile: "/a" } },
  });
  expect(home.failedAssertions).toHaveLength(1);
});
