import { expect, test } from "vitest";
import java from "../../../modules/java.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([java], {
    programs: { java: { enable: true } },
  });
  await expect(text).toMatchFileSnapshot("golden/java.golden");
});
