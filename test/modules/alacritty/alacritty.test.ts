import { float } from "lares/module";
import { expect, test } from "vitest";
import alacritty from "../../../modules/alacritty.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(alacritty, {
    alacritty: {
      theme: "solarized_dark",
      themePackage: "/themes",
      settings: {
        font: { size: float(12) },
        keyboard: { bindings: [{ key: "K", mods: "Control", chars: "\\u000c" }] },
      },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});
