import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import bat from "../../../modules/bat.ts";
import { askAt, has, writtenHome } from "../home.ts";
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

const program = ["bat", "batcat"].find(has);

test.skipIf(program === undefined)("bat takes the options (needs bat)", () => {
  const home = writtenHome([bat], {
    programs: {
      bat: { enable: true, config: { style: "plain", "map-syntax": ["*.foo:JSON"], color: "always" } },
    },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.writeFileSync(`${home}/x.foo`, '{"a": 1}\n');
  const painted = askAt(home, program!, ["x.foo"]);
  expect(painted).toContain("\u001b[");
  expect(painted).toBe(askAt(home, program!, ["--language=json", "x.foo"]));
  expect(painted).not.toBe(askAt(home, program!, ["--language=txt", "x.foo"]));
});
