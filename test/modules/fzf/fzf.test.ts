import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fzf from "../../../modules/fzf/index.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(fzf, {
    fzf: {
      defaultCommand: "fd --type f",
      defaultOptions: ["--height 40%", "--border"],
      colors: { "fg+": "#fff", bg: "#000" },
      fileWidget: { command: "fd --type f", options: ["--preview 'head {}'"] },
      changeDirWidget: { zsh: { command: "fd --type d $HOME" } },
      historyWidget: {
        command: "all",
        bash: { command: "" },
        fish: { options: ["--sort"] },
        nushell: { command: "" },
      },
      tmux: { enableShellIntegration: true, shellIntegrationOptions: ["-d 40%"] },
    },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});

test("a command for the history is of no use to an old fzf", () => {
  const warnings = (version: string) =>
    homeOf([fzf], {
      programs: {
        fzf: {
          enable: true,
          package: { kind: "package", name: "fzf", version },
          historyWidget: { command: "x" },
        },
      },
    }).description.warnings;
  expect(warnings("0.65.2")).toEqual([expect.stringContaining("0.66")]);
  expect(warnings("0.66.0")).toEqual([]);
  expect(warnings("1.2")).toEqual([]);
});

test.skipIf(!has("bash"))("an interactive Bash reads it (needs bash; fzf's part is a stand-in)", () => {
  const home = writtenHome([bash, fzf], {
    programs: {
      bash: { enable: true, enableCompletion: false },
      fzf: { enable: true, fileWidget: { bash: { command: "$HOME/files" } } },
    },
  });
  const fake = `mkdir bin; printf '#!/bin/sh\\necho "keys=$1"\\n' >bin/fzf; chmod +x bin/fzf`;
  const said = askAt(home, "bash", [
    "-c",
    `${fake}; PATH=$HOME/bin:$PATH bash -ic 'echo "$keys $FZF_CTRL_T_COMMAND"' 2>/dev/null`,
  ]);
  expect(said).toBe(`--bash ${home}/files\n`);
});
