/** xdg-terminal-exec: which terminal runs what is to run in one. */
import { defineProgram, option, programOptions, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("xdg-terminal-exec, which opens the preferred terminal", "xdg-terminal-exec"),
  settings: option(t.attrsOf(t.listOf(t.str)), {
    default: {},
    description:
      "Desktop files of terminals in the order of preference, by desktop; `default` is for all others.",
    example: { GNOME: ["org.gnome.Terminal.desktop"], default: ["kitty.desktop"] },
  }),
};
export interface TerminalExecOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface XdgOptions {
    readonly "terminal-exec": TerminalExecOptions;
  }
}

export default defineProgram("xdg.terminal-exec", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) =>
    Object.fromEntries(
      Object.entries(settings).map(([desktop, terminals]) => [
        `${desktop === "default" ? "" : `${desktop.toLowerCase()}-`}xdg-terminals.list`,
        { text: terminals.map((terminal) => `${terminal}\n`).join("") },
      ]),
    ),
});
