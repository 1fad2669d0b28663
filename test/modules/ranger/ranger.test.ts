import { expect, test } from "vitest";
import ranger from "../../../modules/ranger.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([ranger], {
    programs: {
      ranger: {
        enable: true,
        settings: { column_ratios: "1,3,3", scroll_offset: 8, unicode_ellipsis: true, ratio: 0.5 },
        aliases: { e: "edit" },
        mappings: { Q: "quitall" },
        extraConfig: "unmap gd\n",
        extraPackages: ["highlight"],
        plugins: [{ name: "zoxide", src: "/plugins/zoxide" }],
        rifle: [{ condition: "mime ^text, label editor", command: 'vim -- "$@"' }],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/ranger.golden");
});
