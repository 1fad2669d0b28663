import { expect, test } from "vitest";
import lsd from "../../../modules/lsd.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([lsd, ...shells], {
    programs: {
      ...allShells,
      lsd: {
        enable: true,
        settings: { date: "relative", "ignore-globs": [".git"] },
        colors: { size: { none: "grey" } },
        icons: "/icons.yaml",
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/lsd.golden");
});
