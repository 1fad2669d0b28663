import { expect, test } from "vitest";
import ghDash from "../../../modules/gh-dash.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([ghDash], {
    programs: {
      "gh-dash": { enable: true, settings: { prSections: [{ title: "Mine", filters: "author:@me" }] } },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/gh-dash.golden");
});
