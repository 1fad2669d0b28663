/** What can be said about Zsh. */
import { mkBefore, mkOrder, option, packageNamed, packagePath, renamed, t } from "lares/module";
import { dotDirectory } from "./dot-directory.ts";
import { pluginOptions } from "./plugin-options.ts";
import { preztoOptions } from "./prezto-options.ts";

const variable = t.nullOr(t.oneOf(packagePath, t.str, t.int, t.float, t.bool));
const code = (description: string) => option(t.lines, { default: "", description });
const flag = (description: string, standard: boolean) => option(t.bool, { default: standard, description });

const history = {
  /** Whether sessions add to the history file instead of replacing it. */
  append: flag("Whether sessions add to the history file instead of replacing it.", false),
  /** Whether a full history drops duplicates before anything else. */
  expireDuplicatesFirst: flag("Whether a full history drops duplicates before anything else.", false),
  /** Whether the history file keeps when a command ran, and how long. */
  extended: flag("Whether the history file keeps when a command ran, and how long.", false),
  /** Whether searching the history shows each line once. */
  findNoDups: flag("Whether searching the history shows each line once.", false),
  /** Whether a new command removes older copies of itself. */
  ignoreAllDups: flag("Whether a new command removes older copies of itself.", false),
  /** Whether a command that repeats the one before it is left out. */
  ignoreDups: flag("Whether a command that repeats the one before it is left out.", true),
  /** Whether commands that begin with a space are left out. */
  ignoreSpace: flag("Whether commands that begin with a space are left out.", true),
  /** Patterns of commands that are left out of the history file. */
  ignorePatterns: option(t.listOf(t.str), {
    default: [],
    description: "Patterns of commands that are left out of the history file.",
    example: ["rm *", "pkill *"],
  }),
  /** The history file, expanded by Zsh; a relative path starts at the home directory. */
  path: option(t.str, {
    default: ({ config }) => `${dotDirectory(config)}/.zsh_history`,
    defaultText: "`.zsh_history` in dotDir",
    description: "The history file, expanded by Zsh; a relative path starts at the home directory.",
    example: "$HOME/.local/state/zsh/history",
  }),
  /** How many lines the history file keeps. */
  save: option(t.int, { default: 10_000, description: "How many lines the history file keeps." }),
  /** Whether older duplicates are left out when the history file is written. */
  saveNoDups: flag("Whether older duplicates are left out when the history file is written.", false),
  /** Whether sessions share their history while they run. */
  share: flag("Whether sessions share their history while they run.", true),
  /** How many lines a session keeps in memory. */
  size: option(t.int, { default: 10_000, description: "How many lines a session keeps in memory." }),
};

const zshOptions = {
  /** Whether to configure Zsh: its files, and with it the session variables of the home. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to configure Zsh: its files, and with it the session variables of the home.",
  }),
  /** The Zsh package. */
  package: option(t.package, {
    default: packageNamed("zsh"),
    description: "The Zsh package.",
  }),
  /**
   * The folder for Zsh's files, absolute; null for the home directory. A `.zshenv` in the home leads there.
   */
  dotDir: option(t.nullOr(t.str), {
    default: ({ config }) => (config.xdg.enable ? `${config.xdg.configHome}/zsh` : config.home.homeDirectory),
    defaultText: "`zsh` in xdg.configHome with xdg.enable, else the home directory",
    description:
      "The folder for Zsh's files, absolute; null for the home directory. A `.zshenv` in the home leads there.",
    example: "/home/alice/.config/zsh",
  }),
  /** Whether the name of a folder alone changes to it; null leaves it to Zsh. */
  autocd: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether the name of a folder alone changes to it; null leaves it to Zsh.",
  }),
  /** Where `cd` looks for folders that are not in the current one. Paths are expanded by Zsh. */
  cdpath: option(t.listOf(t.str), {
    default: [],
    description: "Where `cd` looks for folders that are not in the current one. Paths are expanded by Zsh.",
    example: ["~/src"],
  }),
  /** Names for folders: `~docs` for the one called `docs` here. Paths are expanded by Zsh. */
  dirHashes: option(t.attrsOf(t.str), {
    default: {},
    description: "Names for folders: `~docs` for the one called `docs` here. Paths are expanded by Zsh.",
    example: { docs: "$HOME/Documents" },
  }),
  /** Aliases of commands; `home.shellAliases` are among them unless redefined here. */
  shellAliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Aliases of commands; `home.shellAliases` are among them unless redefined here.",
    example: { ll: "ls -l", "..": "cd .." },
  }),
  /** Aliases that count anywhere in a line. */
  shellGlobalAliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Aliases that count anywhere in a line.",
    example: { G: "| grep" },
  }),
  /** Shell options to set; those that begin with `NO_` are unset. */
  setOptions: option(t.listOf(t.str), {
    default: [],
    description: "Shell options to set; those that begin with `NO_` are unset.",
    example: ["EXTENDED_HISTORY", "NO_BEEP"],
  }),
  /** The keymap to begin with; null lets Zsh choose by $EDITOR. */
  defaultKeymap: option(t.nullOr(t.enum("emacs", "vicmd", "viins")), {
    default: null,
    description: "The keymap to begin with; null lets Zsh choose by $EDITOR.",
  }),
  /** Whether to set up completion, by `completionInit`. */
  enableCompletion: option(t.bool, {
    default: true,
    description: "Whether to set up completion, by `completionInit`.",
  }),
  /** The code that sets up completion. */
  completionInit: option(t.lines, {
    default: "autoload -U compinit && compinit",
    description: "The code that sets up completion.",
  }),
  /**
   * Environment variables of Zsh, after those of the home. Values are expanded as in double quotes; null
   * leaves a variable out.
   */
  sessionVariables: option(t.lazyAttrsOf(variable), {
    default: {},
    description:
      "Environment variables of Zsh, after those of the home. Values are expanded as in double quotes; null leaves a variable out.",
    example: { MAILCHECK: 30 },
  }),
  /** Variables of interactive shells that are not exported; lists become arrays. Set early in `.zshrc`. */
  localVariables: option(t.attrsOf(t.anything), {
    default: {},
    description:
      "Variables of interactive shells that are not exported; lists become arrays. Set early in `.zshrc`.",
    example: { POWERLEVEL9K_LEFT_PROMPT_ELEMENTS: ["dir", "vcs"] },
  }),
  /** Functions to load when they are first called: a name, and the code of its body. */
  siteFunctions: option(t.attrsOf(t.lines), {
    default: {},
    description: "Functions to load when they are first called: a name, and the code of its body.",
    example: { mkcd: 'mkdir -p "$1" && cd "$1"' },
  }),
  /**
   * Code of `.zshrc`. Its place is its order: mkBefore (500) for the start, mkOrder(550, …) for before
   * completion is set up, 1000 without a wrapper, mkAfter (1500) for the end.
   */
  initContent: option(t.lines, {
    default: "",
    description:
      "Code of `.zshrc`. Its place is its order: mkBefore (500) for the start, mkOrder(550, …) for before completion is set up, 1000 without a wrapper, mkAfter (1500) for the end.",
    example: 'bindkey "^R" history-incremental-search-backward\n',
  }),
  /** Whether terminals on VTE are told the shell's folder, so that a new tab opens there. */
  enableVteIntegration: option(t.bool, {
    default: false,
    description: "Whether terminals on VTE are told the shell's folder, so that a new tab opens there.",
  }),
  /** Code of `.zshenv`, which every Zsh runs. */
  envExtra: code("Code of `.zshenv`, which every Zsh runs."),
  /** Code of `.zprofile`, which login shells run before `.zshrc`. */
  profileExtra: code("Code of `.zprofile`, which login shells run before `.zshrc`."),
  /** Code of `.zlogin`, which login shells run after `.zshrc`. */
  loginExtra: code("Code of `.zlogin`, which login shells run after `.zshrc`."),
  /** Code of `.zlogout`, which login shells run when they end. */
  logoutExtra: code("Code of `.zlogout`, which login shells run when they end."),
  zprof: {
    /** Whether to measure `.zshrc` by zprof and show at its end what took how long. */
    enable: option(t.bool, {
      default: false,
      description: "Whether to measure `.zshrc` by zprof and show at its end what took how long.",
    }),
  },
  history,
  ...pluginOptions,
  prezto: preztoOptions,
  zproof: { enable: renamed<boolean>("programs.zsh.zprof.enable") },
  enableAutosuggestions: renamed<boolean>("programs.zsh.autosuggestion.enable"),
  enableSyntaxHighlighting: renamed<boolean>("programs.zsh.syntaxHighlighting.enable"),
  initExtra: renamed<string>("programs.zsh.initContent"),
  initExtraFirst: renamed<string>("programs.zsh.initContent", { convert: (text) => mkBefore(text) }),
  initExtraBeforeCompInit: renamed<string>("programs.zsh.initContent", {
    convert: (text) => mkOrder(550, text),
  }),
};

type Tree = typeof zshOptions;
export interface ZshOptions extends Tree {}
export const options: ZshOptions = zshOptions;

declare module "lares/module" {
  /** Further options below Zsh's, of modules of their own. */
  interface ZshProgramOptions extends ZshOptions {}
  interface ProgramOptions {
    readonly zsh: ZshProgramOptions;
  }
}
