import { expect, test } from "vitest";
import nixIndex from "../../../modules/nix-index.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([nixIndex, ...shells], {
    programs: { ...allShells, "nix-index": { enable: true } },
  });
  await expect(text).toMatchFileSnapshot("golden/nix-index.golden");
});
