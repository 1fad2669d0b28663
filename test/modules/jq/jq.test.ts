import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import jq from "../../../modules/jq.ts";
import { has, homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([jq], {
    programs: { jq: { enable: true, colors: { strings: "0;33", objectKeys: "1;34" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/jq.golden");
});

test.skipIf(!has("jq"))("jq paints as it is told (needs jq)", () => {
  const { description } = homeOf([jq], { programs: { jq: { enable: true, colors: { strings: "0;33" } } } });
  const { stdout } = spawnSync("jq", ["--color-output", "--compact-output", "."], {
    input: '"text"',
    encoding: "utf8",
    env: { ...process.env, ...(description.sessionVariables as Record<string, string>) },
  });
  expect(stdout).toContain('\u001b[0;33m"text"');
});
