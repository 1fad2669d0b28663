import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import pyenv from "../../../modules/pyenv.ts";
import zsh from "../../../modules/zsh/index.ts";
import { homeOf, textsOf } from "../home.ts";

test("it hooks into the shells", () => {
  const programs = { bash: { enable: true }, fish: { enable: true }, zsh: { enable: true } };
  const home = homeOf(
    [pyenv, bash, fish, zsh],
    { programs: { ...programs, pyenv: { enable: true, rootDirectory: "~/.pyenv" } } },
    { stubs: true },
  );
  const texts = textsOf(home);
  expect(texts[".bashrc"]).toContain(
    'export PYENV_ROOT="/home/ada/.pyenv"\neval "$(@pyenv@/bin/pyenv init - bash)"\n',
  );
  expect(texts[".zshrc"]).toContain('eval "$(@pyenv@/bin/pyenv init - zsh)"\n');
  expect(texts[".config/fish/config.fish"]).toContain(
    'set -gx PYENV_ROOT "/home/ada/.pyenv"\n@pyenv@/bin/pyenv init - fish | source\n',
  );
});
