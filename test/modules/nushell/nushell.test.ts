import { expect, test } from "vitest";
import nushell from "../../../modules/nushell/index.ts";
import { homeOf, textsOf } from "../home.ts";
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
