import { expect, test } from "vitest";
import gcc from "../../../modules/gcc.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([gcc], {
    programs: { gcc: { enable: true, colors: { warning: "01;35", error: "01;31" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/gcc.golden");
});
