/** What can be said about fzf. */
import { option, programOptions, renamed, shellIntegrations, type TreeOf, t } from "lares/module";

const words = (description: string, example: readonly string[]) =>
  option(t.listOf(t.str), { default: [], description, example });

/** A widget of the shells, and what one of them has instead. */
const widget = (key: string, what: string, command: string, arguments_: readonly string[]) => {
  const override = (shell: string) => ({
    command: option(t.nullOr(t.str), {
      default: null,
      description: `The command for ${what} in ${shell}; null for that of all shells.`,
      example: command,
    }),
    options: option(t.nullOr(t.listOf(t.str)), {
      default: null,
      description: `The options for ${what} in ${shell}; null for those of all shells.`,
      example: arguments_,
    }),
  });
  return {
    command: option(t.nullOr(t.str), {
      default: null,
      description: `The command whose lines ${key} offers: ${what}. Null for fzf's own; the empty text takes the key away from fzf.`,
      example: command,
    }),
    options: words(`fzf's options for ${key}: ${what}.`, arguments_),
    bash: override("Bash"),
    fish: override("fish"),
    nushell: override("Nushell"),
    zsh: override("Zsh"),
  };
};

const fzfOptions = {
  ...programOptions("fzf, which finds what you mean", "fzf"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  defaultCommand: option(t.nullOr(t.str), {
    default: null,
    description:
      "The command whose lines fzf offers when it is given none; null for a walk through the files.",
    example: "fd --type f",
  }),
  defaultOptions: words("Options that fzf always has.", ["--height 40%", "--border"]),
  colors: option(t.attrsOf(t.str), {
    default: {},
    description: "fzf's colours, by the name of what they colour.",
    example: { bg: "#1e1e1e", "fg+": "#d4d4d4" },
  }),
  fileWidget: widget("Ctrl-T", "files for the command line", "fd --type f", ["--preview 'head {}'"]),
  changeDirWidget: widget("Alt-C", "folders to go to", "fd --type d", ["--preview 'tree -C {} | head -200'"]),
  historyWidget: widget("Ctrl-R", "earlier commands", "", ["--sort", "--exact"]),
  tmux: {
    enableShellIntegration: option(t.bool, {
      default: false,
      description: "Whether fzf opens in a pane or a window of tmux.",
    }),
    shellIntegrationOptions: words("Options of fzf-tmux.", ["-d 40%"]),
  },
  fileWidgetCommand: renamed<string | null>("programs.fzf.fileWidget.command"),
  fileWidgetOptions: renamed<readonly string[]>("programs.fzf.fileWidget.options"),
  changeDirWidgetCommand: renamed<string | null>("programs.fzf.changeDirWidget.command"),
  changeDirWidgetOptions: renamed<readonly string[]>("programs.fzf.changeDirWidget.options"),
  historyWidgetCommand: renamed<string | null>("programs.fzf.historyWidget.command"),
  historyWidgetOptions: renamed<readonly string[]>("programs.fzf.historyWidget.options"),
};
export interface FzfOptions extends TreeOf<typeof fzfOptions> {}
export const options: FzfOptions = fzfOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly fzf: FzfOptions;
  }
}
