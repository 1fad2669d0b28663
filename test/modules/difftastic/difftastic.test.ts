import { expect, test } from "vitest";
import difftastic from "../../../modules/difftastic.ts";
import git from "../../../modules/git/index.ts";
import jujutsu from "../../../modules/jujutsu.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([difftastic, git, systemd, launchd, jujutsu], {
    programs: {
      git: { enable: true },
      jujutsu: { enable: true },
      difftastic: {
        enable: true,
        options: { color: "dark", "sort-paths": true, "tab-width": 8, override: ["*.a:b", "*.c:d"] },
        git: { enable: true, mode: "both" },
        jujutsu: { enable: true },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/difftastic.golden");
});

test("in its former place it brings Git's integration along, with warnings", () => {
  const home = homeOf([difftastic, git, systemd, launchd], {
    programs: { git: { enable: true, difftastic: { enable: true, color: "always" } } } as never,
  });
  expect(textsOf(home)[".config/git/config"]).toContain("external = \"difft '--color=always'\"");
  expect(home.description.warnings).toHaveLength(3);
});
