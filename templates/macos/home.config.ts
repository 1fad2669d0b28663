// A Mac for development.
import { defineHome } from "lares";

export default defineHome({
  home: {
    sessionVariables: { EDITOR: "vim", HOMEBREW_NO_ANALYTICS: "1" },
    sessionPath: ["/opt/homebrew/bin", "$HOME/.local/bin"],
    shellAliases: { ll: "ls -lh", la: "ls -lAh", o: "open ." },
  },
  xdg: { enable: true },
  programs: {
    zsh: {
      enable: true,
      autosuggestion: { enable: true },
      history: { size: 100_000, ignoreDups: true, share: true },
    },
    git: {
      enable: true,
      settings: { init: { defaultBranch: "main" }, credential: { helper: "osxkeychain" } },
      ignores: [".DS_Store", "*.swp"],
    },
    ssh: {
      enable: true,
      enableDefaultConfig: false,
      settings: { "*": { AddKeysToAgent: "yes", IgnoreUnknown: "UseKeychain", UseKeychain: "yes" } },
    },
    starship: { enable: true, settings: { add_newline: false } },
    fzf: { enable: true },
    zoxide: { enable: true },
    direnv: { enable: true },
    eza: { enable: true, icons: "auto" },
    bat: { enable: true, config: { theme: "ansi" } },
    tmux: { enable: true, mouse: true, keyMode: "vi" },
    alacritty: { enable: true, settings: { window: { option_as_alt: "Both" } } },
  },
});
