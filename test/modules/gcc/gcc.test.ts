import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import gcc from "../../../modules/gcc.ts";
import { has, homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([gcc], {
    programs: { gcc: { enable: true, colors: { warning: "01;35", error: "01;31" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/gcc.golden");
});

test.skipIf(!has("gcc"))("GCC paints as it is told (needs gcc)", () => {
  const { description } = homeOf([gcc], { programs: { gcc: { enable: true, colors: { error: "01;35" } } } });
  const { stderr } = spawnSync("gcc", ["-fdiagnostics-color=always", "-fsyntax-only", "-xc", "-"], {
    input: "int x = ;\n",
    encoding: "utf8",
    env: { ...process.env, ...(description.sessionVariables as Record<string, string>) },
  });
  expect(stderr).toContain("\u001b[01;35m\u001b[Kerror");
});
