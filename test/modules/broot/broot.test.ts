import { expect, test } from "vitest";
import broot from "../../../modules/broot.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([broot, ...shells], {
    programs: {
      ...allShells,
      broot: {
        enable: true,
        settings: { modal: true, verbs: [{ invocation: "p", execution: ":parent" }], icon_theme: "vscode" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/broot.golden");
});
