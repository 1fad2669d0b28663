import { expect, test } from "vitest";
import lazygit from "../../../modules/lazygit.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(lazygit, {
    lazygit: { shellWrapperName: "g", settings: { gui: { theme: { activeBorderColor: ["blue", "bold"] } } } },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});
