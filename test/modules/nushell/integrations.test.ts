/** What programs put into Nushell's files, run by Nushell itself. The programs are stand-ins that print what is given here. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import type { Definitions, Module } from "lares/module";
import { describe, expect, onTestFinished, test } from "vitest";
import atuin from "../../../modules/atuin.ts";
import broot from "../../../modules/broot.ts";
import carapace from "../../../modules/carapace.ts";
import dircolors from "../../../modules/dircolors.ts";
import direnv from "../../../modules/direnv.ts";
import eza from "../../../modules/eza.ts";
import fzf from "../../../modules/fzf/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import lazygit from "../../../modules/lazygit.ts";
import mise from "../../../modules/mise.ts";
import nushell from "../../../modules/nushell/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { has, writtenHome } from "../home.ts";

interface Integration {
  readonly module: Module;
  readonly prints?: string;
  readonly asked: string;
  readonly said: string;
}

const integrations: Readonly<Record<string, Integration>> = {
  atuin: { module: atuin, prints: "$env.ATUIN = 'here'", asked: "$env.ATUIN", said: "here" },
  broot: {
    module: broot,
    prints: "export def --env main [...args] { }",
    asked: "which br | get 0.type",
    said: "custom",
  },
  carapace: { module: carapace, prints: "$env.CARAPACE = 'here'", asked: "$env.CARAPACE", said: "here" },
  dircolors: {
    module: dircolors,
    prints: "LS_COLORS='di=01;34:';\nexport LS_COLORS",
    asked: "$env.LS_COLORS",
    said: "di=01;34:",
  },
  direnv: {
    module: direnv,
    prints: '{"FOO":"bar","GONE":null,"PATH":"/x:/y"}',
    asked:
      "for hook in $env.config.hooks.pre_prompt { do --env $hook }; [$env.FOO $env.PATH $env.GONE?] | to nuon",
    said: "[bar, [/x, /y], null]",
  },
  eza: { module: eza, asked: "scope aliases | where name == ls | get 0.expansion", said: "eza" },
  fzf: { module: fzf, prints: "$env.FZF = 'here'", asked: "$env.FZF", said: "here" },
  lazygit: { module: lazygit, asked: "which lg | get 0.type", said: "custom" },
  mise: { module: mise, prints: "export-env { $env.MISE = 'here' }", asked: "$env.MISE", said: "here" },
};

describe.skipIf(!has("nu"))("Nushell itself (needs nu)", () => {
  test.for(Object.entries(integrations))("runs the code of %s", ([name, { module, prints, asked, said }]) => {
    const home = writtenHome([nushell, systemd, launchd, module], {
      programs: { nushell: { enable: true }, [name]: { enable: true, enableNushellIntegration: true } },
    } as Definitions);
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    fs.mkdirSync(`${home}/bin`);
    if (prints !== undefined)
      fs.writeFileSync(`${home}/bin/${name}`, `#!/bin/sh\ncat <<'END'\n${prints}\nEND\n`, { mode: 0o755 });
    const { stdout, stderr } = spawnSync("nu", [...filesOf(home), "--commands", `print (${asked})`], {
      encoding: "utf8",
      env: { HOME: home, PATH: `${home}/bin:${process.env.PATH}`, GONE: "1" },
    });
    expect(stderr).toBe("");
    expect(stdout).toBe(`${said}\n`);
  });
});

const filesOf = (home: string): readonly string[] =>
  [
    ["--env-config", "env.nu"],
    ["--config", "config.nu"],
  ].flatMap(([option, name]) => {
    const file = `${home}/.config/nushell/${name}`;
    return fs.existsSync(file) ? [option!, file] : [];
  });
