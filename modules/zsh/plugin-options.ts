/** Options about plugins of Zsh, and about collections of them. */
import { option, packageNamed, renamed, t } from "lares/module";

const plugin = t.submodule({
  /** The plugin's name: that of its folder among the plugins. */
  name: option(t.str, { description: "The plugin's name: that of its folder among the plugins." }),
  /** The plugin's folder, or a package that is one. */
  src: option(t.oneOf(packageFolder(), t.path), {
    description: "The plugin's folder, or a package that is one.",
    example: "./zsh/my-plugin",
  }),
  /** The file to load, relative to the plugin's folder. */
  file: option(t.str, {
    default: ({ self }) => `${self.name}.plugin.zsh`,
    defaultText: "`NAME.plugin.zsh`",
    description: "The file to load, relative to the plugin's folder.",
  }),
  /** Folders of the plugin that hold functions or completions, relative to its own. */
  functions: option(t.listOf(t.str), {
    default: [],
    description: "Folders of the plugin that hold functions or completions, relative to its own.",
    example: ["share/zsh/site-functions"],
  }),
  completions: renamed<readonly string[]>("functions"),
});

/** A package here is an object: a string is a path. */
function packageFolder() {
  return { ...t.package, check: (value: unknown) => typeof value === "object" && t.package.check(value) };
}

const enable = (description: string) => option(t.bool, { default: false, description });
const keys = t.coercedTo(t.str, (key: string) => [key], t.listOf(t.str));

export const pluginOptions = {
  /** Plugins to load, in this order. */
  plugins: option(t.listOf(plugin), {
    default: [],
    description: "Plugins to load, in this order.",
    example: [{ name: "enhancd", src: "./enhancd", file: "init.sh" }],
  }),
  autosuggestion: {
    /** Whether to suggest the rest of a command while it is typed, by zsh-autosuggestions. */
    enable: enable("Whether to suggest the rest of a command while it is typed, by zsh-autosuggestions."),
    /** The zsh-autosuggestions package. */
    package: option(t.package, {
      default: packageNamed("zsh-autosuggestions"),
      description: "The zsh-autosuggestions package.",
    }),
    /** How suggestions look, as in Zsh's line editor; null leaves it to the plugin. */
    highlight: option(t.nullOr(t.str), {
      default: null,
      description: "How suggestions look, as in Zsh's line editor; null leaves it to the plugin.",
      example: "fg=8,underline",
    }),
    /** Where suggestions come from, tried in this order. */
    strategy: option(t.listOf(t.enum("history", "completion", "match_prev_cmd")), {
      default: ["history"],
      description: "Where suggestions come from, tried in this order.",
    }),
  },
  syntaxHighlighting: {
    /** Whether to colour commands while they are typed, by zsh-syntax-highlighting. */
    enable: enable("Whether to colour commands while they are typed, by zsh-syntax-highlighting."),
    /** The zsh-syntax-highlighting package. */
    package: option(t.package, {
      default: packageNamed("zsh-syntax-highlighting"),
      description: "The zsh-syntax-highlighting package.",
    }),
    /** Highlighters to use beside `main`. */
    highlighters: option(t.listOf(t.str), {
      default: [],
      description: "Highlighters to use beside `main`.",
      example: ["brackets"],
    }),
    /** Styles for whatever matches a pattern; they need the `pattern` highlighter. */
    patterns: option(t.attrsOf(t.str), {
      default: {},
      description: "Styles for whatever matches a pattern; they need the `pattern` highlighter.",
      example: { "rm -rf *": "fg=white,bold,bg=red" },
    }),
    /** Styles for parts of a command, by the part's name. */
    styles: option(t.attrsOf(t.str), {
      default: {},
      description: "Styles for parts of a command, by the part's name.",
      example: { comment: "fg=8" },
    }),
  },
  fastSyntaxHighlighting: {
    /** Whether to colour commands while they are typed, by fast-syntax-highlighting. */
    enable: enable("Whether to colour commands while they are typed, by fast-syntax-highlighting."),
    /** The fast-syntax-highlighting package. */
    package: option(t.package, {
      default: packageNamed("zsh-fast-syntax-highlighting"),
      description: "The fast-syntax-highlighting package.",
    }),
    /** Entries of the plugin's FAST_HIGHLIGHT table. */
    settings: option(t.attrsOf(t.str), {
      default: {},
      description: "Entries of the plugin's FAST_HIGHLIGHT table.",
      example: { use_brackets: "0" },
    }),
    /** The theme to use; null leaves it to the plugin. */
    theme: option(t.nullOr(t.str), {
      default: null,
      description: "The theme to use; null leaves it to the plugin.",
      example: "clean",
    }),
  },
  historySubstringSearch: {
    /** Whether keys search the history for what is typed already, by history-substring-search. */
    enable: enable("Whether keys search the history for what is typed already, by history-substring-search."),
    /** The zsh-history-substring-search package. */
    package: option(t.package, {
      default: packageNamed("zsh-history-substring-search"),
      description: "The zsh-history-substring-search package.",
    }),
    /** Keys, as in bindkey, that go to the match before. */
    searchUpKey: option(keys, {
      default: ["^[[A"],
      description: "Keys, as in bindkey, that go to the match before.",
    }),
    /** Keys, as in bindkey, that go to the match after. */
    searchDownKey: option(keys, {
      default: ["^[[B"],
      description: "Keys, as in bindkey, that go to the match after.",
    }),
  },
  "oh-my-zsh": {
    /** Whether to load Oh My Zsh. */
    enable: enable("Whether to load Oh My Zsh."),
    /** The Oh My Zsh package. */
    package: option(t.package, { default: packageNamed("oh-my-zsh"), description: "The Oh My Zsh package." }),
    /** Plugins of Oh My Zsh to load. */
    plugins: option(t.listOf(t.str), {
      default: [],
      description: "Plugins of Oh My Zsh to load.",
      example: ["git", "sudo"],
    }),
    /** The folder of one's own plugins and themes for Oh My Zsh; empty for none. */
    custom: option(t.str, {
      default: "",
      description: "The folder of one's own plugins and themes for Oh My Zsh; empty for none.",
      example: "$HOME/.config/oh-my-zsh",
    }),
    /** The theme; empty for none. */
    theme: option(t.str, { default: "", description: "The theme; empty for none.", example: "robbyrussell" }),
    /** Code to run before Oh My Zsh is loaded: settings of its plugins. */
    extraConfig: option(t.lines, {
      default: "",
      description: "Code to run before Oh My Zsh is loaded: settings of its plugins.",
      example: "zstyle :omz:plugins:ssh-agent identities id_ed25519\n",
    }),
  },
  "zsh-abbr": {
    /** Whether to expand abbreviations while they are typed, by zsh-abbr. */
    enable: enable("Whether to expand abbreviations while they are typed, by zsh-abbr."),
    /** The zsh-abbr package. */
    package: option(t.package, { default: packageNamed("zsh-abbr"), description: "The zsh-abbr package." }),
    /** Abbreviations that expand where a command is expected. */
    abbreviations: option(t.attrsOf(t.str), {
      default: {},
      description: "Abbreviations that expand where a command is expected.",
      example: { gco: "git checkout" },
    }),
    /** Abbreviations that expand anywhere in a line. */
    globalAbbreviations: option(t.attrsOf(t.str), {
      default: {},
      description: "Abbreviations that expand anywhere in a line.",
      example: { G: "| grep" },
    }),
  },
};
