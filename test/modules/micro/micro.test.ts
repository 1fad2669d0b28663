import { expect, test } from "vitest";
import micro from "../../../modules/micro.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([micro], {
    programs: { micro: { enable: true, settings: { autosu: false, "ft:go": { tabsize: 8 } } } },
  });
  await expect(text).toMatchFileSnapshot("golden/micro.golden");
});
