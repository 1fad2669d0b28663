import { expect, test } from "vitest";
import jq from "../../../modules/jq.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([jq], {
    programs: { jq: { enable: true, colors: { strings: "0;33", objectKeys: "1;34" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/jq.golden");
});
