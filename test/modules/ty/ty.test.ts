import { expect, test } from "vitest";
import ty from "../../../modules/ty.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([ty], {
    programs: { ty: { enable: true, settings: { rules: { "index-out-of-bounds": "ignore" } } } },
  });
  await expect(text).toMatchFileSnapshot("golden/ty.golden");
});
