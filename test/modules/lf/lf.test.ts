import { expect, test } from "vitest";
import lf from "../../../modules/lf.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([lf], {
    programs: {
      lf: {
        enable: true,
        settings: { tabstop: 4, number: true, hidden: false, ratios: [1, 1, 2], ifs: "\\n" },
        commands: { trash: "%trash $fx", open: null },
        keybindings: { gh: "cd ~", D: "trash", j: "" },
        cmdKeybindings: { "<c-g>": "cmd-escape" },
        previewer: { source: "/my/pv.sh", keybinding: "i" },
        extraConfig: "# more\n",
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/lf.golden");
});
