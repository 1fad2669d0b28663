import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import mods from "../../../modules/mods.ts";
import zsh from "../../../modules/zsh/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([mods], {
    programs: { mods: { enable: true, settings: { "default-model": "llama3.2" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/mods.golden");
});

test("it hooks into the shells", () => {
  const programs = { bash: { enable: true }, fish: { enable: true }, zsh: { enable: true } };
  const home = homeOf(
    [mods, bash, fish, zsh],
    { programs: { ...programs, mods: { enable: true, enableZshIntegration: false } } },
    { stubs: true },
  );
  const texts = textsOf(home);
  expect(texts[".bashrc"]).toContain("source <(@mods@/bin/mods completion bash)\n");
  expect(texts[".config/fish/config.fish"]).toContain("@mods@/bin/mods completion fish | source\n");
});
