import { expect, test } from "vitest";
import man from "../../../modules/man.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([man], {
    programs: { man: { generateCaches: true, "man-db": { extraConfig: "SECTION 1 n l 8\n" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/man.golden");
});

test("mandoc finds its database by MANPATH", async () => {
  const text = wholeHome([man], {
    programs: { man: { generateCaches: true, "man-db": { enable: false }, mandoc: { enable: true } } },
  });
  await expect(text).toMatchFileSnapshot("golden/mandoc.golden");
});

test("two viewers are a failed assertion; an index that cannot be is a warning", () => {
  const both = homeOf([man], { programs: { man: { mandoc: { enable: true } } } });
  expect(both.failedAssertions).toEqual([expect.stringContaining("man-db")]);
  const none = homeOf([man], { programs: { man: { package: null, generateCaches: true } } });
  expect(none.description.warnings).toEqual([expect.stringContaining("generateCaches")]);
  expect(none.description.files).toEqual([]);
});
