import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import kubecolor from "../../../modules/kubecolor.ts";
import zsh from "../../../modules/zsh/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([kubecolor], {
    home: { preferXdgDirectories: true },
    programs: { kubecolor: { enable: true, settings: { preset: "dark" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/kubecolor.golden");
});

test("it hooks into the shells", () => {
  const programs = { bash: { enable: true }, fish: { enable: true }, zsh: { enable: true } };
  const home = homeOf(
    [kubecolor, bash, fish, zsh],
    {
      home: { packages: ["openshift"] },
      programs: { ...programs, kubecolor: { enable: true, enableAlias: true } },
    },
    { stubs: true },
  );
  const texts = textsOf(home);
  expect(texts[".bashrc"]).toContain(
    "alias -- kubectl=@kubecolor@/bin/kubecolor\nalias -- oc='env KUBECTL_COMMAND=oc @kubecolor@/bin/kubecolor'\n",
  );
  expect(texts[".zshrc"]).toContain("compdef kubecolor=kubectl\ncompdef oc=kubectl\n");
});
