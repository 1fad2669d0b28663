import { expect, test } from "vitest";
import dircolors from "../../../modules/dircolors.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([dircolors, ...shells], {
    programs: {
      ...allShells,
      dircolors: {
        enable: true,
        settings: { OTHER_WRITABLE: "30;46", ".sh": "01;32" },
        extraConfig: "# more\n",
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/dircolors.golden");
});

test.skipIf(!has("dircolors"))("dircolors understands it (needs dircolors)", () => {
  const home = writtenHome([dircolors], {
    programs: { dircolors: { enable: true, settings: { ".sh": "07" } } },
  });
  const colors = askAt(home, "dircolors", ["-b", ".dir_colors"]);
  expect(colors).toContain("*.sh=07:");
  expect(colors).toContain("di=01;34:");
});
