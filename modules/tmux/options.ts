/** What can be said about tmux. */
import { linesOption, option, packageNamed, programOptions, sourcePath, type TreeOf, t } from "lares/module";

const flag = (description: string) => option(t.bool, { default: false, description });

const plugin = t.submodule({
  plugin: option(sourcePath, {
    description: "The plugin's package, its folder, or the script that starts it.",
  }),
  extraConfig: linesOption("Lines before the plugin starts: what it is told."),
});

const tmuxOptions = {
  ...programOptions("tmux, the terminal multiplexer", "tmux"),
  terminal: option(t.str, {
    default: "screen",
    description: "What programs in tmux take the terminal for: TERM.",
    example: "tmux-256color",
  }),
  shell: option(t.nullOr(t.str), {
    default: null,
    description: "The shell of new windows, absolute; null for the login shell.",
    example: "/bin/zsh",
  }),
  prefix: option(t.nullOr(t.str), {
    default: null,
    description: "The key that tmux's own keys follow; instead of `shortcut`.",
    example: "C-a",
  }),
  shortcut: option(t.str, {
    default: "b",
    description:
      "The letter that, with Ctrl, tmux's own keys follow. Pressed twice it goes to the last window.",
    example: "a",
  }),
  keyMode: option(t.enum("emacs", "vi"), { default: "emacs", description: "Whose keys tmux follows." }),
  mouse: flag("Whether tmux listens to the mouse."),
  baseIndex: option(t.unsigned, {
    default: 0,
    description: "The number of the first window and pane.",
    example: 1,
  }),
  historyLimit: option(t.positive, {
    default: 2000,
    description: "How many lines of a window are kept.",
    example: 5000,
  }),
  escapeTime: option(t.unsigned, {
    default: 10,
    description: "How many milliseconds tmux waits after Escape for the rest of a key.",
    example: 0,
  }),
  aggressiveResize: flag("Whether a window is as large as the smallest client that looks at it."),
  clock24: flag("Whether the clock has 24 hours."),
  focusEvents: flag("Whether programs hear of their pane gaining and losing the focus."),
  newSession: flag("Whether tmux makes a session when it is attached to none."),
  reverseSplit: flag("Whether `v` splits a window left and right, and `s` top and bottom."),
  disableConfirmationPrompt: flag("Whether panes and windows are killed without a question."),
  customPaneNavigationAndResize: flag(
    "Whether, with vi's keys, `h j k l` go to the pane beside and `H J K L` resize one.",
  ),
  resizeAmount: option(t.positive, {
    default: 5,
    description: "By how many lines and columns `H J K L` resize a pane.",
    example: 10,
  }),
  secureSocket: option(t.bool, {
    default: true,
    description:
      "Whether tmux's socket lies in the user's runtime directory instead of `/tmp`, on Linux. It ends with the last login.",
  }),
  sensibleOnTop: flag(
    "Whether the plugin tmux-sensible starts before all other lines, which then win over it.",
  ),
  plugins: option(t.listOf(t.coercedTo(sourcePath, (plugin: string) => ({ plugin }), plugin)), {
    default: [],
    description: "Plugins, which start in this order before `extraConfig`.",
    example: [
      {
        plugin: "./plugins/resurrect/resurrect.tmux",
        extraConfig: "set -g @resurrect-capture-pane-contents on",
      },
    ],
  }),
  tmuxp: {
    enable: flag("Whether to install tmuxp, which saves and loads sessions."),
    package: option(t.package, { default: packageNamed("tmuxp"), description: "The package of tmuxp." }),
  },
  extraConfig: linesOption("Further lines, at the end of `tmux.conf`."),
};
export interface TmuxOptions extends TreeOf<typeof tmuxOptions> {}
export const options: TmuxOptions = tmuxOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly tmux: TmuxOptions;
  }
}
