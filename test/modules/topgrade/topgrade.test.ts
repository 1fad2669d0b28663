import { expect, test } from "vitest";
import topgrade from "../../../modules/topgrade.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([topgrade], {
    programs: { topgrade: { enable: true, settings: { misc: { assume_yes: true, disable: ["flutter"] } } } },
  });
  await expect(text).toMatchFileSnapshot("golden/topgrade.golden");
});
