import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import pandoc from "../../../modules/pandoc.ts";
import zsh from "../../../modules/zsh/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([pandoc], {
    programs: {
      pandoc: {
        enable: true,
        defaults: { citeproc: true, metadata: { author: "Ada" } },
        templates: { "default.latex": "/t.latex" },
        citationStyles: ["/styles/ieee.csl"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/pandoc.golden");
});

test("it hooks into the shells", () => {
  const programs = { bash: { enable: true }, fish: { enable: true }, zsh: { enable: true } };
  const home = homeOf(
    [pandoc, bash, fish, zsh],
    { programs: { ...programs, pandoc: { enable: true, defaults: { citeproc: true } } } },
    { stubs: true },
  );
  const texts = textsOf(home);
  expect(texts[".bashrc"]).toContain(
    "alias -- pandoc='@pandoc@/bin/pandoc --defaults /home/ada/.local/share/pandoc/defaults/home.yaml'\n",
  );
});
