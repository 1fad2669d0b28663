import { expect, test } from "vitest";
import delta from "../../../modules/delta.ts";
import difftastic from "../../../modules/difftastic.ts";
import git from "../../../modules/git/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import patdiff from "../../../modules/patdiff.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";

const homeWith = (programs: object) =>
  homeOf([delta, difftastic, git, launchd, patdiff, systemd], { programs } as never, { stubs: true });

test("Git shows differences by patdiff", () => {
  const home = homeWith({ git: { enable: true }, patdiff: { enable: true, enableGitIntegration: true } });
  expect(textsOf(home)[".config/git/config"]).toContain('external = "@patdiff@/bin/patdiff-git-wrapper"');
  expect(home.failedAssertions).toEqual([]);
});

test("its place among Git's options still counts, with a warning", () => {
  const home = homeWith({ git: { enable: true, patdiff: { enable: true } } });
  expect(textsOf(home)[".config/git/config"]).toContain("patdiff-git-wrapper");
  expect(home.description.warnings).toHaveLength(2);
});

test("of the programs that show Git's differences one can be on", () => {
  const three = {
    delta: { enable: true, enableGitIntegration: true },
    difftastic: { enable: true, git: { enable: true } },
    patdiff: { enable: true, enableGitIntegration: true },
  };
  expect(homeWith(three).failedAssertions).toEqual([
    expect.stringMatching(/programs\.delta\.\S+, programs\.difftastic\.\S+, programs\.patdiff\./),
  ]);
  expect(homeWith({ ...three, patdiff: { enable: true }, delta: { enable: true } }).failedAssertions).toEqual(
    [],
  );
});
