/** What can be said about Bash. */
import { option, packageNamed, packagePath, removed, t } from "lares/module";

const variable = t.nullOr(t.oneOf(packagePath, t.str, t.int, t.float, t.bool));
const code = (description: string) => option(t.lines, { default: "", description });

const bashOptions = {
  /** Whether to configure Bash: its files, and with it the session variables of the home. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to configure Bash: its files, and with it the session variables of the home.",
  }),
  /** The Bash package. Null installs none, for a Bash that comes from elsewhere. */
  package: option(t.nullOr(t.package), {
    default: packageNamed("bash"),
    description: "The Bash package. Null installs none, for a Bash that comes from elsewhere.",
  }),
  /** Whether to load programmable completion in interactive shells. */
  enableCompletion: option(t.bool, {
    default: true,
    description: "Whether to load programmable completion in interactive shells.",
  }),
  /**
   * Environment variables of Bash's login shells, after those of the home. Values are expanded as in double
   * quotes; null leaves a variable out.
   */
  sessionVariables: option(t.lazyAttrsOf(variable), {
    default: {},
    description:
      "Environment variables of Bash's login shells, after those of the home. Values are expanded as in double quotes; null leaves a variable out.",
    example: { MAILCHECK: 30 },
  }),
  /** Aliases of interactive shells; `home.shellAliases` are among them unless redefined here. */
  shellAliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Aliases of interactive shells; `home.shellAliases` are among them unless redefined here.",
    example: { ll: "ls -l", "..": "cd .." },
  }),
  /** Options to set by `shopt`; those that begin with `-` are unset. */
  shellOptions: option(t.listOf(t.str), {
    default: ["histappend", "extglob", "globstar", "checkjobs"],
    description: "Options to set by `shopt`; those that begin with `-` are unset.",
    example: ["extglob", "-cdspell"],
  }),
  /** How many commands to remember in a session; negative for no limit, null for Bash's own. */
  historySize: option(t.nullOr(t.int), {
    default: 10_000,
    description: "How many commands to remember in a session; negative for no limit, null for Bash's own.",
  }),
  /** Where the history is kept, expanded by Bash; null for `~/.bash_history`. */
  historyFile: option(t.nullOr(t.str), {
    default: null,
    description: "Where the history is kept, expanded by Bash; null for `~/.bash_history`.",
    example: "$HOME/.local/state/bash/history",
  }),
  /** How many lines the history file may have; negative for no limit, null for Bash's own. */
  historyFileSize: option(t.nullOr(t.int), {
    default: 100_000,
    description: "How many lines the history file may have; negative for no limit, null for Bash's own.",
  }),
  /** Which commands stay out of the history. */
  historyControl: option(t.listOf(t.enum("erasedups", "ignoredups", "ignorespace", "ignoreboth")), {
    default: [],
    description: "Which commands stay out of the history.",
    example: ["erasedups", "ignorespace"],
  }),
  /** Patterns of commands that stay out of the history. */
  historyIgnore: option(t.listOf(t.str), {
    default: [],
    description: "Patterns of commands that stay out of the history.",
    example: ["ls", "cd", "exit"],
  }),
  /** Code of login shells: the end of `~/.profile`. */
  profileExtra: code("Code of login shells: the end of `~/.profile`."),
  /**
   * Code at the start of `~/.bashrc`, before it returns from shells that are not interactive; such shells run
   * it too.
   */
  bashrcExtra: code(
    "Code at the start of `~/.bashrc`, before it returns from shells that are not interactive; such shells run it too.",
  ),
  /** Code of interactive shells: the end of `~/.bashrc`. */
  initExtra: code("Code of interactive shells: the end of `~/.bashrc`."),
  /** Code that login shells run when they end: `~/.bash_logout`. */
  logoutExtra: code("Code that login shells run when they end: `~/.bash_logout`."),
  /** Whether terminals on VTE are told the shell's folder, so that a new tab opens there. */
  enableVteIntegration: option(t.bool, {
    default: false,
    description: "Whether terminals on VTE are told the shell's folder, so that a new tab opens there.",
  }),
  enableAutojump: removed("load autojump's own script from programs.bash.initExtra"),
};

type Tree = typeof bashOptions;
export interface BashOptions extends Tree {}
export const options: BashOptions = bashOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly bash: BashOptions;
  }
}
