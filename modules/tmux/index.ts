/** tmux: `tmux/tmux.conf`. */
import { type Context, defineProgram } from "lares/module";
import { options } from "./options.ts";

export type Own = Context["config"]["programs"]["tmux"];

export default defineProgram("programs.tmux", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, own.tmuxp.enable && own.tmuxp.package],
  files: (own, { lib }) => ({ "tmux/tmux.conf": { text: tmuxConf(own, lib) } }),
  variables: (own, { host }) => ({
    TMUX_TMPDIR: own.secureSocket && host.os === "linux" ? '${XDG_RUNTIME_DIR:-"/run/user/$(id -u)"}' : null,
  }),
});

/** Windows take their numbers and their shell when they are made, so those come before `new-session`. */
const tmuxConf = (own: Own, lib: Context["lib"]): string =>
  paragraphs([
    own.sensibleOnTop &&
      `run-shell ${scriptOf(lib.package("tmuxplugin-sensible").outPath ?? "~/.tmux/plugins/tmux-sensible")}`,
    [
      `set  -g default-terminal "${own.terminal}"`,
      `set  -g base-index      ${own.baseIndex}`,
      `setw -g pane-base-index ${own.baseIndex}`,
      ...(own.shell === null ? [] : [`set  -g default-shell "${own.shell}"`]),
    ],
    own.newSession && "new-session -A -s 0",
    own.reverseSplit && [
      'bind -N "Split the pane into two, left and right" v split-window -h',
      'bind -N "Split the pane into two, top and bottom" s split-window -v',
    ],
    [`set -g status-keys ${own.keyMode}`, `set -g mode-keys   ${own.keyMode}`],
    own.keyMode === "vi" && own.customPaneNavigationAndResize && paneKeys(own.resizeAmount),
    prefixLines(own),
    own.disableConfirmationPrompt && [
      'bind-key -N "Kill the current window" & kill-window',
      'bind-key -N "Kill the current pane" x kill-pane',
    ],
    [
      `set  -g mouse             ${onOff(own.mouse)}`,
      `set  -g focus-events      ${onOff(own.focusEvents)}`,
      `setw -g aggressive-resize ${onOff(own.aggressiveResize)}`,
      `setw -g clock-mode-style  ${own.clock24 ? 24 : 12}`,
      `set  -s escape-time       ${own.escapeTime}`,
      `set  -g history-limit     ${own.historyLimit}`,
    ],
    ...own.plugins.map(({ plugin, extraConfig }) => [extraConfig.trimEnd(), `run-shell ${scriptOf(plugin)}`]),
    own.extraConfig.trimEnd(),
  ]);

type Paragraph = string | readonly string[] | false;

const paragraphs = (parts: readonly Paragraph[]): string =>
  parts
    .filter((part) => part !== false)
    .map((part) => [part].flat().filter((line) => line !== ""))
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");

const onOff = (value: boolean): string => (value ? "on" : "off");

const paneKeys = (amount: number): readonly string[] => {
  const sides = [
    ["h", "L", "to the left of", "left"],
    ["j", "D", "below", "down"],
    ["k", "U", "above", "up"],
    ["l", "R", "to the right of", "right"],
  ] as const;
  return [
    ...sides.map(
      ([key, side, where]) => `bind -N "Select pane ${where} the active pane" ${key} select-pane -${side}`,
    ),
    ...sides.map(
      ([key, side, , way]) =>
        `bind -r -N "Resize the pane ${way} by ${amount}" \\\n  ${key.toUpperCase()} resize-pane -${side} ${amount}`,
    ),
  ];
};

/** What was tmux's own prefix is free again, and the new one can still be typed into programs. */
const prefixLines = ({ prefix, shortcut }: Own): Paragraph => {
  if (prefix === null && shortcut === "b") return false;
  const key = prefix ?? `C-${shortcut}`;
  return [
    "unbind C-b",
    `set -g prefix ${key}`,
    `bind -N "Send the prefix key through to the application" \\\n  ${prefix ?? shortcut} send-prefix`,
    ...(prefix === null ? [`bind C-${shortcut} last-window`] : []),
  ];
};

/** A package and a plugin's folder have their script where Nixpkgs and the plugins themselves put it. */
const scriptOf = (plugin: string): string => {
  if (/\.(tmux|sh)$/.test(plugin)) return plugin;
  const name = /tmuxplugin-([\w-]+?)(?:-\d[\w.-]*|-unstable.*)?(?:@|$)/.exec(plugin)?.[1];
  const folder =
    name ??
    plugin
      .split("/")
      .at(-1)!
      .replace(/^tmux-/, "");
  const script = `${folder.replaceAll("-", "_")}.tmux`;
  return name === undefined ? `${plugin}/${script}` : `${plugin}/share/tmux-plugins/${name}/${script}`;
};
