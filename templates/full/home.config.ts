// A developer's home with forty programs. Take out what you do not use: what is not named here is not loaded.
import { defineHome, mkIf, mkMerge } from "lares";

export default defineHome({
  home: {
    sessionVariables: { EDITOR: "hx", PAGER: "less" },
    sessionPath: ["$HOME/.local/bin"],
    shellAliases: { g: "git", ll: "eza -l", la: "eza -la" },
  },

  xdg: {
    enable: true,
    userDirs: mkIf(({ host }) => host.os === "linux", { enable: true, createDirectories: false }),
  },

  programs: mkMerge([
    {
      // shells and prompt
      bash: { enable: true, historyControl: ["ignoredups", "erasedups"] },
      zsh: { enable: true, autosuggestion: { enable: true }, history: { size: 100_000, share: true } },
      fish: { enable: true, interactiveShellInit: "set -g fish_greeting" },
      readline: { enable: true, variables: { "completion-ignore-case": true } },
      starship: {
        enable: true,
        settings: { add_newline: false, character: { success_symbol: "[>](green)" } },
      },
      dircolors: { enable: true },
      carapace: { enable: true },

      // finding one's way
      fzf: { enable: true, defaultOptions: ["--height 40%", "--border"] },
      zoxide: { enable: true },
      atuin: { enable: true, settings: { style: "compact", update_check: false } },
      direnv: { enable: true },
      eza: { enable: true, git: true },
      lsd: { enable: false },
      fd: { enable: true, hidden: true, ignores: [".git/"] },
      ripgrep: { enable: true, arguments: ["--smart-case", "--hidden", "--glob=!.git"] },
      yazi: { enable: true },
      broot: { enable: false },
      lf: { enable: true },
    },
    {
      // reading
      bat: { enable: true, config: { theme: "ansi" } },
      less: { enable: true },
      jq: { enable: true },
      man: { enable: true },
      tealdeer: { enable: true, settings: { updates: { auto_update: false } } },

      // watching
      htop: { enable: true, settings: { tree_view: 1 } },
      btop: { enable: true, settings: { color_theme: "TTY", vim_keys: true } },
      bottom: { enable: true, settings: { flags: { temperature_type: "c" } } },
      fastfetch: { enable: true },
    },
    {
      // version control
      git: {
        enable: true,
        lfs: { enable: true },
        settings: {
          user: { name: "Alice", email: ({ host }) => (host.name === "work" ? "a@corp" : "a@home") },
          init: { defaultBranch: "main" },
          pull: { rebase: true },
        },
      },
      delta: { enable: true, enableGitIntegration: true, options: { "line-numbers": true } },
      gh: { enable: true, settings: { git_protocol: "ssh" } },
      lazygit: { enable: true, settings: { gui: { nerdFontsVersion: "3" } } },
      jujutsu: { enable: true, settings: { user: { name: "Alice", email: "a@home" } } },
      ssh: { enable: true, enableDefaultConfig: false, settings: { "*": { ServerAliveInterval: 60 } } },
      gpg: { enable: true },

      // editors and terminals
      helix: { enable: true, settings: { theme: "base16_default", editor: { "line-number": "relative" } } },
      tmux: { enable: true, mouse: true, keyMode: "vi", historyLimit: 50_000 },
      zellij: { enable: true, settings: { pane_frames: false } },
      alacritty: { enable: true, settings: { font: { size: 12 } } },
      kitty: { enable: true, settings: { scrollback_lines: 10_000 } },

      // tools of the trade
      cargo: { enable: true, settings: { net: { "git-fetch-with-cli": true } } },
      go: { enable: true },
      npm: { enable: true, settings: { "ignore-scripts": true } },
      uv: { enable: true, settings: { "python-downloads": "never" } },
      topgrade: { enable: true, settings: { misc: { assume_yes: true } } },
    },
  ]),
});
