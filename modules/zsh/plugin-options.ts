/** Options about plugins of Zsh, and about collections of them. */
import { option, packageNamed, renamed, t } from "lares/module";

const plugin = t.submodule({
  name: option(t.str, { description: "The plugin's name: that of its folder among the plugins." }),
  src: option(t.oneOf(packageFolder(), t.path), {
    description: "The plugin's folder, or a package that is one.",
    example: "./zsh/my-plugin",
  }),
  file: option(t.str, {
    default: ({ self }) => `${self.name}.plugin.zsh`,
    defaultText: "`NAME.plugin.zsh`",
    description: "The file to load, relative to the plugin's folder.",
  }),
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
  plugins: option(t.listOf(plugin), {
    default: [],
    description: "Plugins to load, in this order.",
    example: [{ name: "enhancd", src: "./enhancd", file: "init.sh" }],
  }),
  autosuggestion: {
    enable: enable("Whether to suggest the rest of a command while it is typed, by zsh-autosuggestions."),
    package: option(t.package, {
      default: packageNamed("zsh-autosuggestions"),
      description: "The zsh-autosuggestions package.",
    }),
    highlight: option(t.nullOr(t.str), {
      default: null,
      description: "How suggestions look, as in Zsh's line editor; null leaves it to the plugin.",
      example: "fg=8,underline",
    }),
    strategy: option(t.listOf(t.enum("history", "completion", "match_prev_cmd")), {
      default: ["history"],
      description: "Where suggestions come from, tried in this order.",
    }),
  },
  syntaxHighlighting: {
    enable: enable("Whether to colour commands while they are typed, by zsh-syntax-highlighting."),
    package: option(t.package, {
      default: packageNamed("zsh-syntax-highlighting"),
      description: "The zsh-syntax-highlighting package.",
    }),
    highlighters: option(t.listOf(t.str), {
      default: [],
      description: "Highlighters to use beside `main`.",
      example: ["brackets"],
    }),
    patterns: option(t.attrsOf(t.str), {
      default: {},
      description: "Styles for whatever matches a pattern; they need the `pattern` highlighter.",
      example: { "rm -rf *": "fg=white,bold,bg=red" },
    }),
    styles: option(t.attrsOf(t.str), {
      default: {},
      description: "Styles for parts of a command, by the part's name.",
      example: { comment: "fg=8" },
    }),
  },
  fastSyntaxHighlighting: {
    enable: enable("Whether to colour commands while they are typed, by fast-syntax-highlighting."),
    package: option(t.package, {
      default: packageNamed("zsh-fast-syntax-highlighting"),
      description: "The fast-syntax-highlighting package.",
    }),
    settings: option(t.attrsOf(t.str), {
      default: {},
      description: "Entries of the plugin's FAST_HIGHLIGHT table.",
      example: { use_brackets: "0" },
    }),
    theme: option(t.nullOr(t.str), {
      default: null,
      description: "The theme to use; null leaves it to the plugin.",
      example: "clean",
    }),
  },
  historySubstringSearch: {
    enable: enable("Whether keys search the history for what is typed already, by history-substring-search."),
    package: option(t.package, {
      default: packageNamed("zsh-history-substring-search"),
      description: "The zsh-history-substring-search package.",
    }),
    searchUpKey: option(keys, {
      default: ["^[[A"],
      description: "Keys, as in bindkey, that go to the match before.",
    }),
    searchDownKey: option(keys, {
      default: ["^[[B"],
      description: "Keys, as in bindkey, that go to the match after.",
    }),
  },
  "oh-my-zsh": {
    enable: enable("Whether to load Oh My Zsh."),
    package: option(t.package, { default: packageNamed("oh-my-zsh"), description: "The Oh My Zsh package." }),
    plugins: option(t.listOf(t.str), {
      default: [],
      description: "Plugins of Oh My Zsh to load.",
      example: ["git", "sudo"],
    }),
    custom: option(t.str, {
      default: "",
      description: "The folder of one's own plugins and themes for Oh My Zsh; empty for none.",
      example: "$HOME/.config/oh-my-zsh",
    }),
    theme: option(t.str, { default: "", description: "The theme; empty for none.", example: "robbyrussell" }),
    extraConfig: option(t.lines, {
      default: "",
      description: "Code to run before Oh My Zsh is loaded: settings of its plugins.",
      example: "zstyle :omz:plugins:ssh-agent identities id_ed25519\n",
    }),
  },
  "zsh-abbr": {
    enable: enable("Whether to expand abbreviations while they are typed, by zsh-abbr."),
    package: option(t.package, { default: packageNamed("zsh-abbr"), description: "The zsh-abbr package." }),
    abbreviations: option(t.attrsOf(t.str), {
      default: {},
      description: "Abbreviations that expand where a command is expected.",
      example: { gco: "git checkout" },
    }),
    globalAbbreviations: option(t.attrsOf(t.str), {
      default: {},
      description: "Abbreviations that expand anywhere in a line.",
      example: { G: "| grep" },
    }),
  },
};
