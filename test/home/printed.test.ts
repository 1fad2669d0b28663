import { expect, test } from "vitest";
import carapace from "../../modules/carapace.ts";
import { homeOf, textsOf } from "../modules/home.ts";
import { allShells, shells } from "../modules/shell-code.ts";

const nushellOf = (stubs: boolean) => {
  const home = homeOf(
    [carapace, ...shells],
    { programs: { ...allShells, carapace: { enable: true } } } as never,
    {
      stubs,
    },
  );
  return { texts: textsOf(home), derivations: Object.values(home.description.derivations) };
};

test("what a program of the store prints for Nushell is made once, by a build that the home needs", () => {
  const { texts, derivations } = nushellOf(true);
  const [, file] = /source (\S+)/.exec(texts["nushell extraConfig"]!)!;
  expect(file).toMatch(/^\/nix\/store\/[a-z0-9]{32}-carapace-nushell-config\.nu$/);
  expect(texts["nushell extraEnv"]).toBeUndefined();
  expect(derivations.filter((text) => text.includes(file!))).toEqual([
    expect.stringContaining("@carapace@/bin/carapace _carapace nushell"),
  ]);
});

test("the system's own program is asked at each start", () => {
  const { texts, derivations } = nushellOf(false);
  expect(texts["nushell extraEnv"]).toContain("^carapace _carapace nushell");
  expect(texts["nushell extraConfig"]).toContain('source $"($nu.cache-dir)/carapace.nu"');
  expect(derivations).toEqual([]);
});
