import { expect, test } from "vitest";
import btop from "../../../modules/btop.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([btop], {
    programs: {
      btop: {
        enable: true,
        settings: { color_theme: "Default", theme_background: false, truecolor: true, update_ms: 2000 },
        extraConfig: "proc_tree = True\n",
        themes: { text: 'theme[main_bg]="#282a36"\n', file: "/themes/file.theme" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/btop.golden");
});
