import { expect, test } from "vitest";
import skim from "../../../modules/skim.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([skim, ...shells], {
    programs: {
      ...allShells,
      skim: {
        enable: true,
        defaultCommand: "fd --type f",
        defaultOptions: ["--height 40%"],
        fileWidgetCommand: "fd",
        fileWidgetOptions: ["--preview 'head {}'"],
        changeDirWidgetCommand: "fd --type d",
        changeDirWidgetOptions: ["--tac"],
        historyWidgetOptions: ["--exact"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/skim.golden");
});
