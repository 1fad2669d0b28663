/** Checked by `npm run typecheck`, never run: what a configuration may say about the modules with the richest types. */

import type {} from "../../modules/bash/index.ts";
import type {} from "../../modules/git/index.ts";
import type {} from "../../modules/readline.ts";
import type {} from "../../modules/ssh/index.ts";
import type {} from "../../modules/zsh/index.ts";
import { defineHome, mkDefault, mkIf, mkMerge } from "../../src/index.ts";

defineHome({
  programs: {
    git: mkIf(({ host }) => host.os === "linux", {
      enable: true,
      settings: {
        user: { name: mkDefault("Ada"), email: ({ host }) => `ada@${host.name}` },
        core: { whitespace: ["a", "b"], autocrlf: false },
        url: { "ssh://git@host": { insteadOf: "other" } },
      },
      signing: { format: "ssh", key: "K", gpgPath: "still accepted" },
      includes: [{ condition: "gitdir:~/work/", contents: { user: { email: "x" } } }],
      package: null,
    }),
    bash: {
      historyControl: ["erasedups"],
      sessionVariables: { A: 1, B: null, C: ({ config }) => config.home.username },
    },
    zsh: mkMerge([
      { defaultKeymap: "emacs", plugins: [{ name: "a", src: "./a" }] },
      { prezto: { editor: { keymap: "vi" } }, historySubstringSearch: { searchUpKey: "^P" } },
    ]),
    readline: { variables: { "bell-style": "none", "editing-mode": "vi", "completion-query-items": 42 } },
    ssh: {
      settings: {
        github: { User: "git", IdentityFile: ["~/.ssh/a", "~/.ssh/b"], ForwardAgent: mkDefault(false) },
        "Match host x": { before: ["github"], data: { SetEnv: { A: "b" }, header: "Match host y" } },
        far: { LocalForward: [{ bind: { port: 80 }, host: { address: "x", port: 81 } }] },
      },
      forwardAgent: true,
    },
  },
});

// @ts-expect-error an option's name with a typo
defineHome({ programs: { git: { enabel: true } } });
// @ts-expect-error below a wrapper too
defineHome({ programs: { zsh: mkIf(true, { histori: { size: 1 } }) } });
// @ts-expect-error a word that is none of those allowed
defineHome({ programs: { git: { signing: { format: "pgp" } } } });
// @ts-expect-error in a list
defineHome({ programs: { bash: { historyControl: ["erase"] } } });
// @ts-expect-error text where truth belongs
defineHome({ programs: { ssh: { enable: "yes" } } });
// @ts-expect-error an option that is gone
defineHome({ programs: { bash: { enableAutojump: true } } });
