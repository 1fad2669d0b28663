import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import ghostty from "../../../modules/ghostty.ts";
import zsh from "../../../modules/zsh/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([ghostty], {
    programs: {
      ghostty: {
        enable: true,
        clearDefaultKeybinds: true,
        installVimSyntax: true,
        settings: { "font-size": 10, keybind: ["ctrl+h=goto_split:left", "a=b"] },
        themes: { mine: { background: "1e1e2e", palette: ["0=#45475a", "1=#f38ba8"] } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/ghostty.golden");
});

test("it hooks into the shells", () => {
  const shells = { bash: { enable: true }, fish: { enable: true }, zsh: { enable: true } };
  const home = homeOf([ghostty, bash, fish, zsh], { programs: { ...shells, ghostty: { enable: true } } });
  const texts = textsOf(home);
  expect(texts[".bashrc"]).toContain("/shell-integration/bash/ghostty.bash");
  expect(texts[".config/fish/config.fish"]).toContain("ghostty-shell-integration.fish");
  expect(texts[".zshrc"]).toContain("/shell-integration/zsh/ghostty-integration");
});

test("what comes from the package needs one, and systemd needs Linux", () => {
  const failed = (definitions: object, os: "linux" | "darwin" = "linux") =>
    homeOf([ghostty], { programs: { ghostty: { enable: true, ...definitions } } }, { os }).failedAssertions;
  expect(failed({ package: null })).toEqual([]);
  expect(failed({ package: null, installVimSyntax: true })).toEqual([
    expect.stringContaining("installVimSyntax"),
  ]);
  expect(failed({ package: null, installBatSyntax: true })).toHaveLength(1);
  expect(failed({}, "darwin")).toEqual([]);
  expect(failed({ systemd: { enable: true } }, "darwin")).toHaveLength(1);
});
