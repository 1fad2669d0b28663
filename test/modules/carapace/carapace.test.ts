import { expect, test } from "vitest";
import carapace from "../../../modules/carapace.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([carapace, ...shells], {
    programs: { ...allShells, carapace: { enable: true, ignoreCase: true } },
  });
  await expect(text).toMatchFileSnapshot("golden/carapace.golden");
});
