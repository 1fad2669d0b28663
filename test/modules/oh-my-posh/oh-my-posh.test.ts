import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import ohMyPosh from "../../../modules/oh-my-posh.ts";
import { homeOf, textsOf } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([ohMyPosh, ...shells], {
    programs: { ...allShells, "oh-my-posh": { enable: true, settings: { version: 2, blocks: [] } } },
  });
  await expect(text).toMatchFileSnapshot("golden/oh-my-posh.golden");
});

test("a theme is named, or found in the package", () => {
  const code = (stubs: boolean) =>
    textsOf(
      homeOf(
        [ohMyPosh, ...shells],
        { programs: { ...allShells, "oh-my-posh": { enable: true, useTheme: "jan" } } },
        { stubs },
      ),
    )["bash initExtra"];
  expect(code(true)).toContain("--config @oh-my-posh@/share/oh-my-posh/themes/jan.omp.json)");
  expect(code(false)).toContain("oh-my-posh init bash --config jan)");
});

test("two prompts are a failed assertion", () => {
  const home = homeOf([ohMyPosh], {
    programs: { "oh-my-posh": { enable: true, useTheme: "jan", configFile: "/a" } },
  });
  expect(home.failedAssertions).toHaveLength(1);
});

test("what is made for Nushell needs nothing of the home; a file elsewhere is read at each start", () => {
  const home = (posh: object) =>
    homeOf(
      [ohMyPosh, ...shells],
      { programs: { ...allShells, "oh-my-posh": { enable: true, ...posh } } } as Definitions,
      { stubs: true },
    );
  const made = Object.values(home({ settings: { version: 2 } }).description.derivations).join("");
  expect(made).toMatch(/init nu --print --config \/nix\/store\/[^ ]*-oh-my-posh\.json /);
  const elsewhere = home({ configFile: "$HOME/own.toml" });
  expect(elsewhere.description.derivations).toEqual({});
  expect(textsOf(elsewhere)["nushell extraEnv"]).toContain(
    "^env @oh-my-posh@/bin/oh-my-posh init nu --print --config /home/ada/own.toml | save",
  );
});
