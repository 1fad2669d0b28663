import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import nushell from "../../../modules/nushell/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([nushell], {
    programs: {
      nushell: {
        enable: true,
        configFile: { text: "let theme = {}\n" },
        envFile: { source: "/my/env.nu" },
        extraEnv: "$env.FROM_EXTRA = 1",
        loginFile: { source: "/my/login.nu" },
        extraConfig: "def greet [] { 'hello' }\n",
        shellAliases: { ll: "ls -l", "g s": "git status" },
        settings: {
          show_banner: false,
          history: { format: "sqlite", max_size: 5000 },
          "odd name": 1.5,
          empty: {},
          hooks: { pre_prompt: [{ _type: "nushell-inline", expr: "{|| print 'hi' }" }] },
        },
        environmentVariables: {
          EDITOR: "hx",
          LEVELS: [1, 2],
          NESTED: { yes: true, no: null },
          HOME_BIN: { _type: "nushell-inline", expr: '$"($env.HOME)/bin"' },
        },
        plugins: ["nu_plugin_formats", "nu_plugin_query"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/nushell.golden");
});

test("a path is put there as it is where there is nothing to add", () => {
  const home = homeOf([nushell], {
    programs: { nushell: { enable: true, configFile: { source: "/my/config.nu" } } },
  });
  expect(textsOf(home)).toEqual({ ".config/nushell/config.nu": "-> /my/config.nu" });
});

test("on macOS Nushell's own folder is used unless there are XDG directories", () => {
  const targets = (enable: boolean) =>
    Object.keys(
      textsOf(
        homeOf(
          [nushell],
          { xdg: { enable }, programs: { nushell: { enable: true, extraLogin: "true" } } },
          { os: "darwin" },
        ),
      ),
    );
  expect(targets(false)).toEqual(["Library/Application Support/nushell/login.nu"]);
  expect(targets(true)).toEqual([".config/nushell/login.nu"]);
});

test.skipIf(!has("nu"))("Nushell understands values, expressions, settings and aliases (needs nu)", () => {
  const inline = (expr: string) => ({ _type: "nushell-inline" as const, expr });
  const home = writtenHome([nushell], {
    programs: {
      nushell: {
        enable: true,
        environmentVariables: {
          WORDS: ['a "b"', "c\n"],
          SUM: inline("1 + 2"),
          ENV_CONVERSIONS: { LISTED: { from_string: inline('{|text| $text | split row "," }') } },
        },
        settings: {
          show_banner: false,
          history: { max_size: 7 },
          hooks: { pre_prompt: [inline("{|| null }")] },
        },
        shellAliases: { shout: "str upcase" },
        extraEnv: "$env.LISTED = 'x,y'",
        extraConfig: "def twice [] { $in + $in }",
      },
    },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const folder = `${home}/.config/nushell`;
  const asked = `[
    $env.WORDS $env.SUM $env.LISTED $env.config.show_banner $env.config.history.max_size
    ($env.config.hooks.pre_prompt | length) ("a" | shout) ("b" | twice)
  ] | to json --raw`;
  const files = ["--env-config", `${folder}/env.nu`, "--config", `${folder}/config.nu`];
  expect(JSON.parse(askAt(home, "nu", [...files, "-c", asked]))).toEqual([
    ['a "b"', "c\n"],
    3,
    "x,y",
    false,
    7,
    1,
    "A",
    "bb",
  ]);
});
