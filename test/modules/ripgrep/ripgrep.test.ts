import { expect, test } from "vitest";
import ripgrep from "../../../modules/ripgrep.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";

const definitions = { programs: { ripgrep: { enable: true, arguments: ["--smart-case", "--glob=!*.log"] } } };

test("without arguments there is no file and no variable", () => {
  const { files, sessionVariables } = homeOf([ripgrep], {
    programs: { ripgrep: { enable: true } },
  }).description;
  expect(files).toEqual([]);
  expect(sessionVariables).not.toHaveProperty("RIPGREP_CONFIG_PATH");
});

test.skipIf(!has("rg"))("ripgrep searches with the arguments (needs rg)", () => {
  const home = writtenHome([ripgrep], definitions);
  const variables = ". .lares/home-path/etc/profile.d/hm-session-vars.sh";
  const found = askAt(home, "sh", [
    "-c",
    `echo Word >a.txt; echo Word >b.log; ${variables}; rg --files-with-matches word .`,
  ]);
  expect(found).toBe("./a.txt\n");
});
