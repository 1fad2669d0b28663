import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import switcher from "../../../modules/git-worktree-switcher.ts";
import zsh from "../../../modules/zsh/index.ts";
import { homeOf, textsOf } from "../home.ts";

test("it hooks into the shells", () => {
  const programs = { bash: { enable: true }, fish: { enable: true }, zsh: { enable: true } };
  const home = homeOf(
    [switcher, bash, fish, zsh],
    { programs: { ...programs, "git-worktree-switcher": { enable: true } } },
    { stubs: true },
  );
  const texts = textsOf(home);
  expect(texts[".bashrc"]).toContain(
    'eval "$(@git-worktree-switcher@/bin/git-worktree-switcher init bash)"\n',
  );
});
