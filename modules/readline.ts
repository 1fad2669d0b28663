/** GNU Readline: `~/.inputrc`, which bash, gdb, python and many others read. */
import { type Context, defineModule, mkIf, option, t, toInputrc } from "lares/module";

const readlineOptions = {
  /** Whether to configure Readline. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to configure Readline.",
  }),
  /**
   * What keys do: a key sequence (`"\\C-h"`) or the name of a key (`Control-p`, `TAB`) with a Readline
   * function, or with text in double quotes to type instead.
   */
  bindings: option(t.attrsOf(t.str), {
    default: {},
    description:
      'What keys do: a key sequence (`"\\\\C-h"`) or the name of a key (`Control-p`, `TAB`) with a Readline function, or with text in double quotes to type instead.',
    example: { "\\C-h": "backward-kill-word" },
  }),
  /** Readline's variables; true and false are written as `on` and `off`. */
  variables: option(t.attrsOf(t.oneOf(t.str, t.int, t.bool)), {
    default: {},
    description: "Readline's variables; true and false are written as `on` and `off`.",
    example: { "show-all-if-ambiguous": true },
  }),
  /** Whether to start from `/etc/inputrc`, which a file in the home would hide otherwise. */
  includeSystemConfig: option(t.bool, {
    default: true,
    description: "Whether to start from `/etc/inputrc`, which a file in the home would hide otherwise.",
  }),
  /** Further lines, at the end of the file. */
  extraConfig: option(t.lines, {
    default: "",
    description: "Further lines, at the end of the file.",
    example: "$if mode=vi\n  set show-mode-in-prompt on\n$endif\n",
  }),
};

type Tree = typeof readlineOptions;
export interface ReadlineOptions extends Tree {}
const options: ReadlineOptions = readlineOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly readline: ReadlineOptions;
  }
}

const enabled = ({ config }: Context) => config.programs.readline.enable;

const inputrc = ({ config }: Context): string => {
  const { includeSystemConfig, variables, bindings, extraConfig } = config.programs.readline;
  return [
    includeSystemConfig ? "$include /etc/inputrc\n" : "",
    toInputrc({ variables, bindings }),
    extraConfig,
  ]
    .filter((part) => part !== "")
    .join("");
};

export default defineModule({
  path: "programs.readline",
  url: import.meta.url,
  options,
  config: { home: { file: mkIf(enabled, { ".inputrc": { text: inputrc } }) } },
});
