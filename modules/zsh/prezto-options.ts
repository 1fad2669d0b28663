/** Options of Prezto, and the zstyle that each of them sets. */
import { option, packageNamed, t } from "lares/module";

const word = (description: string, example?: string) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });
const words = (description: string, example: readonly string[]) =>
  option(t.listOf(t.str), { default: [], description, example });
const flag = (description: string, standard: boolean | null = null) =>
  option(t.nullOr(t.bool), { default: standard, description });
const styles = (description: string, example: Readonly<Record<string, string>>) =>
  option(t.attrsOf(t.str), { default: {}, description, example });

export const preztoOptions = {
  /** Whether to load Prezto. */
  enable: option(t.bool, { default: false, description: "Whether to load Prezto." }),
  /** The Prezto package. */
  package: option(t.package, { default: packageNamed("zsh-prezto"), description: "The Prezto package." }),
  /** Whether completion and globbing tell capitals from small letters. */
  caseSensitive: flag("Whether completion and globbing tell capitals from small letters.", true),
  /** Whether to colour output. */
  color: flag("Whether to colour output.", true),
  /** Further folders with Prezto modules. */
  pmoduleDirs: option(t.listOf(t.path), {
    default: [],
    description: "Further folders with Prezto modules.",
    example: ["/home/alice/.zprezto-contrib"],
  }),
  /** Zsh modules to load. */
  extraModules: words("Zsh modules to load.", ["attr", "stat"]),
  /** Zsh functions to load. */
  extraFunctions: words("Zsh functions to load.", ["zargs", "zmv"]),
  /** Prezto modules to load; their order matters. */
  pmodules: option(t.listOf(t.str), {
    default: [
      "environment",
      "terminal",
      "editor",
      "history",
      "directory",
      "spectrum",
      "utility",
      "completion",
      "prompt",
    ],
    description: "Prezto modules to load; their order matters.",
  }),
  /** Further lines of `.zpreztorc`. */
  extraConfig: option(t.lines, { default: "", description: "Further lines of `.zpreztorc`." }),
  autosuggestions: { color: word("How suggestions look.", "fg=blue") },
  completions: {
    /** Hosts of /etc/hosts that are not offered. */
    ignoredHosts: words("Hosts of /etc/hosts that are not offered.", ["0.0.0.0", "127.0.0.1"]),
  },
  editor: {
    /** The key bindings. */
    keymap: option(t.nullOr(t.enum("emacs", "vi")), { default: "emacs", description: "The key bindings." }),
    /** Whether `...` becomes `../..` while it is typed. */
    dotExpansion: flag("Whether `...` becomes `../..` while it is typed."),
    /** Whether the prompt follows the keymap. */
    promptContext: flag("Whether the prompt follows the keymap."),
  },
  git: {
    /** Which changes of submodules the status leaves out. */
    submoduleIgnore: option(t.nullOr(t.enum("dirty", "untracked", "all", "none")), {
      default: null,
      description: "Which changes of submodules the status leaves out.",
    }),
  },
  gnuUtility: { prefix: word("What the names of GNU programs begin with on systems that are not GNU.", "g") },
  historySubstring: {
    /** How a match looks. */
    foundColor: word("How a match looks.", "fg=blue"),
    /** How a search without a match looks. */
    notFoundColor: word("How a search without a match looks.", "fg=red"),
    /** Globbing flags of the search. */
    globbingFlags: word("Globbing flags of the search."),
  },
  macOS: { dashKeyword: word("The keyword by which Dash opens manual pages.", "manpages") },
  prompt: {
    /** The theme of the prompt. */
    theme: option(t.nullOr(t.str), { default: "sorin", description: "The theme of the prompt." }),
    /** How much of the current folder's path the prompt shows. */
    pwdLength: option(t.nullOr(t.enum("short", "long", "full")), {
      default: null,
      description: "How much of the current folder's path the prompt shows.",
    }),
    /** Whether the prompt shows a failed command's exit status. */
    showReturnVal: flag("Whether the prompt shows a failed command's exit status."),
  },
  python: {
    /** Whether to enter and leave virtual environments with the folder. */
    virtualenvAutoSwitch: flag("Whether to enter and leave virtual environments with the folder."),
    /** Whether to load virtualenvwrapper. */
    virtualenvInitialize: flag("Whether to load virtualenvwrapper."),
  },
  ruby: { chrubyAutoSwitch: flag("Whether to switch Ruby with the folder.") },
  screen: {
    /** Whether local sessions start in GNU Screen. */
    autoStartLocal: flag("Whether local sessions start in GNU Screen."),
    /** Whether sessions over SSH start in GNU Screen. */
    autoStartRemote: flag("Whether sessions over SSH start in GNU Screen."),
  },
  ssh: { identities: words("Keys to load into the agent.", ["id_ed25519", "id_github"]) },
  syntaxHighlighting: {
    /** Highlighters to use. */
    highlighters: words("Highlighters to use.", ["main", "brackets", "pattern"]),
    /** Styles for parts of a command. */
    styles: styles("Styles for parts of a command.", { builtin: "bg=blue" }),
    /** Styles for what matches a pattern. */
    pattern: styles("Styles for what matches a pattern.", { "rm*-rf*": "fg=white,bold,bg=red" }),
  },
  terminal: {
    /** Whether to set titles of windows and tabs. */
    autoTitle: flag("Whether to set titles of windows and tabs."),
    /** The title of the window. */
    windowTitleFormat: word("The title of the window.", "%n@%m: %s"),
    /** The title of the tab. */
    tabTitleFormat: word("The title of the tab.", "%m: %s"),
    /** The title within a terminal multiplexer. */
    multiplexerTitleFormat: word("The title within a terminal multiplexer.", "%s"),
  },
  tmux: {
    /** Whether local sessions start in tmux. */
    autoStartLocal: flag("Whether local sessions start in tmux."),
    /** Whether sessions over SSH start in tmux. */
    autoStartRemote: flag("Whether sessions over SSH start in tmux."),
    /** Whether to use iTerm2's integration of tmux. */
    itermIntegration: flag("Whether to use iTerm2's integration of tmux."),
    /** The name of the session to start or join. */
    defaultSessionName: word("The name of the session to start or join.", "main"),
  },
  utility: { safeOps: flag("Whether `rm`, `mv`, `cp` and `ln` ask before they overwrite or remove.") },
};

/** Option, the context that its style belongs to, and the style's name, as Prezto's modules read them. */
export const preztoStyles: readonly (readonly [path: string, context: string, style: string])[] = [
  ["caseSensitive", "*:*", "case-sensitive"],
  ["color", "*:*", "color"],
  ["pmoduleDirs", "load", "pmodule-dirs"],
  ["extraModules", "load", "zmodule"],
  ["extraFunctions", "load", "zfunction"],
  ["pmodules", "load", "pmodule"],
  ["autosuggestions.color", "module:autosuggestions:color", "found"],
  ["completions.ignoredHosts", "module:completion:*:hosts", "etc-host-ignores"],
  ["editor.keymap", "module:editor", "key-bindings"],
  ["editor.dotExpansion", "module:editor", "dot-expansion"],
  ["editor.promptContext", "module:editor", "ps-context"],
  ["git.submoduleIgnore", "module:git:status:ignore", "submodules"],
  ["gnuUtility.prefix", "module:gnu-utility", "prefix"],
  ["historySubstring.foundColor", "module:history-substring-search:color", "found"],
  ["historySubstring.notFoundColor", "module:history-substring-search:color", "not-found"],
  ["historySubstring.globbingFlags", "module:history-substring-search:color", "globbing-flags"],
  ["macOS.dashKeyword", "module:osx:man", "dash-keyword"],
  ["prompt.theme", "module:prompt", "theme"],
  ["prompt.pwdLength", "module:prompt", "pwd-length"],
  ["prompt.showReturnVal", "module:prompt", "show-return-val"],
  ["python.virtualenvAutoSwitch", "module:python:virtualenv", "auto-switch"],
  ["python.virtualenvInitialize", "module:python:virtualenv", "initialize"],
  ["ruby.chrubyAutoSwitch", "module:ruby:chruby", "auto-switch"],
  ["screen.autoStartLocal", "module:screen:auto-start", "local"],
  ["screen.autoStartRemote", "module:screen:auto-start", "remote"],
  ["ssh.identities", "module:ssh:load", "identities"],
  ["syntaxHighlighting.highlighters", "module:syntax-highlighting", "highlighters"],
  ["syntaxHighlighting.styles", "module:syntax-highlighting", "styles"],
  ["syntaxHighlighting.pattern", "module:syntax-highlighting", "pattern"],
  ["terminal.autoTitle", "module:terminal", "auto-title"],
  ["terminal.windowTitleFormat", "module:terminal:window-title", "format"],
  ["terminal.tabTitleFormat", "module:terminal:tab-title", "format"],
  ["terminal.multiplexerTitleFormat", "module:terminal:multiplexer-title", "format"],
  ["tmux.autoStartLocal", "module:tmux:auto-start", "local"],
  ["tmux.autoStartRemote", "module:tmux:auto-start", "remote"],
  ["tmux.itermIntegration", "module:tmux:iterm", "integrate"],
  ["tmux.defaultSessionName", "module:tmux:session", "name"],
  ["utility.safeOps", "module:utility", "safe-ops"],
];
