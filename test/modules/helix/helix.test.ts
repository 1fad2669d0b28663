import { expect, test } from "vitest";
import helix from "../../../modules/helix.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([helix], {
    programs: {
      helix: {
        enable: true,
        defaultEditor: true,
        extraPackages: ["marksman"],
        settings: { theme: "mine", editor: { "line-number": "relative" } },
        extraConfig: '[keys.normal.g]\ng = "goto_file_start"\n',
        languages: [{ name: "rust", "auto-format": false }],
        ignores: [".build/", "!.gitignore"],
        themes: {
          mine: { inherits: "base16", keyword: { fg: "red" } },
          text: 'keyword = "red"\n',
          file: "/t.toml",
        },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/helix.golden");
});
