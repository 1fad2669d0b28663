import { expect, test } from "vitest";
import gitCliff from "../../../modules/git-cliff.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([gitCliff], {
    programs: { "git-cliff": { enable: true, settings: { changelog: { header: "Changelog", trim: true } } } },
  });
  await expect(text).toMatchFileSnapshot("golden/git-cliff.golden");
});
