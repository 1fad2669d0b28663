import { expect, test } from "vitest";
import starship from "../../../modules/starship.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(starship, {
    starship: {
      extraPackages: ["jj-starship"],
      settings: {
        add_newline: false,
        character: { success_symbol: "➜" },
        battery: { display: [{ threshold: 10, style: "red" }] },
      },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});
