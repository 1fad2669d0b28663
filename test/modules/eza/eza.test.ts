import { expect, test } from "vitest";
import eza from "../../../modules/eza.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(eza, {
    eza: {
      icons: true,
      git: true,
      extraOptions: ["--header"],
      theme: { filekinds: { directory: { foreground: "Blue" } } },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});
