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
  enable: option(t.bool, { default: false, description: "Whether to load Prezto." }),
  package: option(t.package, { default: packageNamed("zsh-prezto"), description: "The Prezto package." }),
  caseSensitive: flag("Whether completion and globbing tell capitals from small letters.", true),
  color: flag("Whether to colour output.", true),
  pmoduleDirs: option(t.listOf(t.path), {
    default: [],
    description: "Further folders with Prezto modules.",
    example: ["/home/alice/.zprezto-contrib"],
  }),
  extraModules: words("Zsh modules to load.", ["attr", "stat"]),
  extraFunctions: words("Zsh functions to load.", ["zargs", "zmv"]),
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
  extraConfig: option(t.lines, { default: "", description: "Further lines of `.zpreztorc`." }),
  autosuggestions: { color: word("How suggestions look.", "fg=blue") },
  completions: {
    ignoredHosts: words("Hosts of /etc/hosts that are not offered.", ["0.0.0.0", "127.0.0.1"]),
  },
  editor: {
    keymap: option(t.nullOr(t.enum("emacs", "vi")), { default: "emacs", description: "The key bindings." }),
    dotExpansion: flag("Whether `...` becomes `../..` while it is typed."),
    promptContext: flag("Whether the prompt follows the keymap."),
  },
  git: {
    submoduleIgnore: option(t.nullOr(t.enum("dirty", "untracked", "all", "none")), {
      default: null,
      description: "Which changes of submodules the status leaves out.",
    }),
  },
  gnuUtility: { prefix: word("What the names of GNU programs begin with on systems that are not GNU.", "g") },
  historySubstring: {
    foundColor: word("How a match looks.", "fg=blue"),
    notFoundColor: word("How a search without a match looks.", "fg=red"),
    globbingFlags: word("Globbing flags of the search."),
  },
  macOS: { dashKeyword: word("The keyword by which Dash opens manual pages.", "manpages") },
  prompt: {
    theme: option(t.nullOr(t.str), { default: "sorin", description: "The theme of the prompt." }),
    pwdLength: option(t.nullOr(t.enum("short", "long", "full")), {
      default: null,
      description: "How much of the current folder's path the prompt shows.",
    }),
    showReturnVal: flag("Whether the prompt shows a failed command's exit status."),
  },
  python: {
    virtualenvAutoSwitch: flag("Whether to enter and leave virtual environments with the folder."),
    virtualenvInitialize: flag("Whether to load virtualenvwrapper."),
  },
  ruby: { chrubyAutoSwitch: flag("Whether to switch Ruby with the folder.") },
  screen: {
    autoStartLocal: flag("Whether local sessions start in GNU Screen."),
    autoStartRemote: flag("Whether sessions over SSH start in GNU Screen."),
  },
  ssh: { identities: words("Keys to load into the agent.", ["id_ed25519", "id_github"]) },
  syntaxHighlighting: {
    highlighters: words("Highlighters to use.", ["main", "brackets", "pattern"]),
    styles: styles("Styles for parts of a command.", { builtin: "bg=blue" }),
    pattern: styles("Styles for what matches a pattern.", { "rm*-rf*": "fg=white,bold,bg=red" }),
  },
  terminal: {
    autoTitle: flag("Whether to set titles of windows and tabs."),
    windowTitleFormat: word("The title of the window.", "%n@%m: %s"),
    tabTitleFormat: word("The title of the tab.", "%m: %s"),
    multiplexerTitleFormat: word("The title within a terminal multiplexer.", "%s"),
  },
  tmux: {
    autoStartLocal: flag("Whether local sessions start in tmux."),
    autoStartRemote: flag("Whether sessions over SSH start in tmux."),
    itermIntegration: flag("Whether to use iTerm2's integration of tmux."),
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
