import { expect, test } from "vitest";
import delta from "../../../modules/delta.ts";
import git from "../../../modules/git/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([delta, git, systemd, launchd], {
    programs: {
      git: { enable: true },
      delta: {
        enable: true,
        enableGitIntegration: true,
        options: { "syntax-theme": "Dracula", "side-by-side": true, decorations: { "file-style": "bold" } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/delta.golden");
});

test("without Git's integration it has a file of its own, and Git nothing of it", async () => {
  const text = wholeHome([delta, git, systemd, launchd], {
    programs: { git: { enable: true }, delta: { enable: true, options: { "syntax-theme": "Dracula" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/alone.golden");
});

test("in its former place it brings Git's integration along, with warnings", () => {
  const home = homeOf([delta, git, systemd, launchd], {
    programs: { git: { enable: true, delta: { enable: true, options: { light: true } } } } as never,
  });
  expect(textsOf(home)[".config/git/config"]).toContain("diffFilter");
  expect(home.description.warnings).toHaveLength(3);
});
