import { expect, test } from "vitest";
import mise from "../../../modules/mise.ts";
import { homeOf, textsOf } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([mise, ...shells], {
    programs: {
      ...allShells,
      mise: {
        enable: true,
        globalConfig: { tools: { node: "lts", python: ["3.12"] }, settings: { experimental: true } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/mise.golden");
});

test("the file that mise writes itself is made, not managed", async () => {
  const programs = { mise: { enable: true, enableMutableConfig: true, globalConfig: { env: { A: "1" } } } };
  await expect(wholeHome([mise], { programs })).toMatchFileSnapshot("golden/mutable.golden");
});

test("without a package no shell activates it, and a warning says so", () => {
  const programs = { ...allShells, mise: { enable: true, package: null } };
  const home = homeOf([mise, ...shells], { programs });
  expect(textsOf(home)).toEqual({});
  expect(home.description.warnings).toHaveLength(1);
});

test("options of its former name count", () => {
  const home = homeOf([mise], { programs: { rtx: { enable: true, settings: { verbose: true } } } as never });
  expect(textsOf(home)[".config/mise/config.toml"]).toBe("[settings]\nverbose = true\n");
});
