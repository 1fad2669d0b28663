import { expect, test } from "vitest";
import jujutsu from "../../../modules/jujutsu.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([jujutsu], {
    programs: { jujutsu: { enable: true, settings: { user: { name: "Ada" } }, ediff: true } },
  });
  await expect(text).toMatchFileSnapshot("golden/jujutsu.golden");
});
