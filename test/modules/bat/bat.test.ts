import { expect, test } from "vitest";
import bat from "../../../modules/bat.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(bat, {
    bat: {
      config: {
        theme: "TwoDark",
        pager: "less -FR",
        "map-syntax": ["*.foo:Rust", "*.bar:C"],
        lessopen: false,
        "show-all": true,
      },
      themes: { own: { src: "./themes", file: "own.tmTheme" } },
      syntaxes: { foo: "%YAML 1.2\n" },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});
