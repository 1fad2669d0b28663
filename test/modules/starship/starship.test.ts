import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import module from "../../../modules/starship.ts";
import { homeOf } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(module, {
    starship: {
      extraPackages: ["jj-starship"],
      settings: {
        add_newline: false,
        character: { success_symbol: "➜" },
        battery: { display: [{ threshold: 10, style: "red" }] },
      },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});

const withPresets = (starship: object, stubs: boolean) =>
  homeOf([module], { programs: { starship: { enable: true, ...starship } } } as Definitions, { stubs });

const commandsOf = ({ description }: ReturnType<typeof homeOf>) =>
  Object.entries(description.derivations).flatMap(([path, text]) =>
    path.endsWith("-starship.toml.drv") ? [text] : [],
  );

test("a preset alone is what Starship prints, and settings are merged over several", () => {
  const [alone] = commandsOf(withPresets({ presets: ["nerd-font-symbols"] }, true));
  expect(alone).toContain("@starship@/bin/starship preset nerd-font-symbols");
  expect(alone).not.toContain("tomlq");
  const settings = { add_newline: false };
  const [merged] = commandsOf(withPresets({ presets: ["pure-preset", "no-nerd-font"], settings }, true));
  expect(merged).toMatch(/tomlq .*preset pure-preset\).*preset no-nerd-font\) \S+-settings\.toml/);
});

test("the system's own Starship takes no part in making a home", () => {
  const home = withPresets({ presets: ["pure-preset"] }, false);
  expect(home.failedAssertions).toEqual([expect.stringContaining("presets")]);
});
