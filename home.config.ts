// A starter home. `./bin/lares switch` activates it; edit this file and switch again, or `lares watch` it.
// Nothing here touches a file that a fresh Debian or macOS account has.
import { defineHome, mkDefault, mkIf } from "lares";

export default defineHome({
  home: {
    // Known to every login shell, and to this one after `eval "$(lares shellenv)"`.
    sessionVariables: {
      EDITOR: mkDefault("vi"),
      PAGER: "less",
      LESS: "-FRX",
      INPUTRC: ({ config }) => `${config.xdg.configHome}/readline/inputrc`,
    },
    sessionPath: ["$HOME/.local/bin"],
  },

  xdg: {
    enable: true,
    configFile: {
      // A file of your own, kept beside this configuration …
      "tmux/tmux.conf": { source: "./dotfiles/tmux/tmux.conf" },
      "readline/inputrc": { source: "./dotfiles/readline/inputrc" },
      // … or written right here; `. ~/.config/shell/aliases.sh` takes it up.
      "shell/aliases.sh": {
        text: `alias ll='ls -lh'
alias la='ls -lAh'
alias ..='cd ..'
alias gs='git status --short --branch'
`,
      },
      // Only on a Mac: the value of any option may depend on the machine.
      "shell/macos.sh": mkIf(({ host }) => host.os === "darwin", {
        text: "export HOMEBREW_NO_ANALYTICS=1\n",
      }),
    },
  },

  programs: {
    git: {
      enable: true,
      settings: {
        init: { defaultBranch: "main" },
        pull: { rebase: true },
        push: { autoSetupRemote: true },
        merge: { conflictStyle: "zdiff3" },
        diff: { algorithm: "histogram" },
        alias: { st: "status --short --branch", lg: "log --oneline --graph --decorate -20" },
      },
      ignores: [".DS_Store", "*.swp", "*~"],
    },
  },
});
