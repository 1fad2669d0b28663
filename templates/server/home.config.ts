// A server: a shell to feel at home in, nothing that needs a screen.
import { defineHome, mkDefault } from "lares";

export default defineHome({
  home: {
    sessionVariables: { EDITOR: mkDefault("vim"), PAGER: "less" },
    sessionPath: ["$HOME/.local/bin"],
    shellAliases: { ll: "ls -lh", la: "ls -lAh", df: "df -h", free: "free -h" },
  },
  programs: {
    bash: {
      enable: true,
      historyControl: ["ignoredups", "ignorespace"],
      historySize: 100_000,
      shellOptions: ["histappend", "checkwinsize", "globstar"],
    },
    readline: {
      enable: true,
      variables: { "completion-ignore-case": true, "show-all-if-ambiguous": true },
    },
    git: { enable: true, settings: { init: { defaultBranch: "main" }, pull: { ff: "only" } } },
    tmux: { enable: true, mouse: true, historyLimit: 50_000, baseIndex: 1, escapeTime: 10 },
    less: { enable: true },
    htop: { enable: true, settings: { tree_view: 1, hide_userland_threads: 1 } },
    ssh: { enable: true, enableDefaultConfig: false, settings: { "*": { ServerAliveInterval: 60 } } },
  },
});
