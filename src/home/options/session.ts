/** What a login shell knows: variables, search paths, aliases, language. */
import { option } from "../../option/declare.ts";
import * as t from "../../option/types/index.ts";
import { packagePath } from "../file-text.ts";

const variable = t.nullOr(t.oneOf(packagePath, t.str, t.int, t.float, t.bool));
const locale = (what: string) =>
  option(t.nullOr(t.str), { default: null, description: `The locale for ${what}.`, example: "de_DE.UTF-8" });

export const sessionOptions = {
  /** Environment variables of login shells and of the session. */
  sessionVariables: option(t.lazyAttrsOf(variable), {
    default: {},
    description:
      "Environment variables of login shells and of the session. A value is expanded by the shell as in double quotes; null leaves the variable alone.",
    example: { EDITOR: "nvim" },
  }),
  /** Folders put in front of PATH. */
  sessionPath: option(t.listOf(t.str), {
    default: [],
    description: "Folders put in front of PATH.",
    example: ["$HOME/.local/bin"],
  }),
  /** Lists put in front of a colon-separated variable. */
  sessionSearchVariables: option(t.attrsOf(t.listOf(t.str)), {
    default: {},
    description: "Lists put in front of variables that hold paths separated by colons.",
    example: { MANPATH: ["$HOME/.npm-packages/man"] },
  }),
  /** Shell code at the end of the session variables' file. */
  sessionVariablesExtra: option(t.lines, {
    default: "",
    description: "Shell code at the end of the session variables' file.",
  }),
  /** Aliases in every shell that Lares configures. */
  shellAliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Aliases in every shell that Lares configures.",
    example: { g: "git" },
  }),
  language: {
    base: locale("everything that has none of its own (LANG)"),
    address: locale("addresses"),
    collate: locale("sorting"),
    ctype: locale("characters and their classes"),
    measurement: locale("measures"),
    messages: locale("messages"),
    monetary: locale("money"),
    name: locale("names of persons"),
    numeric: locale("numbers"),
    paper: locale("paper sizes"),
    telephone: locale("telephone numbers"),
    time: locale("dates and times"),
  },
  keyboard: option(
    t.nullOr(
      t.submodule({
        layout: option(t.nullOr(t.str), { default: null, description: "Keyboard layout.", example: "us" }),
        model: option(t.nullOr(t.str), { default: null, description: "Keyboard model.", example: "pc105" }),
        options: option(t.listOf(t.str), { default: [], description: "XKB options." }),
        variant: option(t.nullOr(t.str), {
          default: null,
          description: "Layout variant.",
          example: "colemak",
        }),
      }),
    ),
    { default: null, description: "The keyboard; null leaves it to the system." },
  ),
};

const shells = ["Bash", "Fish", "Ion", "Nushell", "Zsh"] as const;
export type ShellName = (typeof shells)[number];

const integration = (shell: string) =>
  option(t.bool, {
    default: ({ config }) => config.home.shell.enableShellIntegration,
    defaultText: "home.shell.enableShellIntegration",
    description: `Whether programs hook into ${shell} unless their own option says otherwise.`,
  });

export const shellOptions = {
  /** Whether programs hook into the shells, unless a more specific option says otherwise. */
  enableShellIntegration: option(t.bool, {
    default: true,
    description: "Whether programs hook into the shells, unless a more specific option says otherwise.",
  }),
  enableBashIntegration: integration("Bash"),
  enableFishIntegration: integration("fish"),
  enableIonIntegration: integration("Ion"),
  enableNushellIntegration: integration("Nushell"),
  enableZshIntegration: integration("Zsh"),
};

/** A program's own `enable<Shell>Integration`, which follows the home's. */
export const shellIntegration = (shell: ShellName) =>
  option(t.bool, {
    default: ({ config }) => config.home.shell[`enable${shell}Integration`],
    defaultText: `home.shell.enable${shell}Integration`,
    description: `Whether to hook into ${shell}.`,
  });
