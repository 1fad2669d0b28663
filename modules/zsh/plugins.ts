/** The parts of `.zshrc` that load plugins. */
import { type Config, quoteShell, sortedEntries } from "lares/module";
import { dotDirectory, isHome } from "./dot-directory.ts";
import type { Part } from "./init.ts";
import { sourceShared } from "./text.ts";

export const pluginParts = (config: Config): readonly Part[] => {
  const { zsh } = config.programs;
  return [
    [560, zsh.plugins.length > 0 && searchPaths(config)],
    [700, zsh.autosuggestion.enable && autosuggestions(zsh.autosuggestion)],
    [800, zsh["oh-my-zsh"].enable && ohMyZsh(zsh["oh-my-zsh"])],
    [900, zsh.plugins.length > 0 && loadPlugins(config)],
    [
      901,
      zsh["zsh-abbr"].enable &&
        sourceShared(zsh["zsh-abbr"].package, "zsh/zsh-abbr/zsh-abbr.plugin.zsh", abbr),
    ],
    [1200, zsh.syntaxHighlighting.enable && highlighting(zsh.syntaxHighlighting)],
    [1200, zsh.fastSyntaxHighlighting.enable && fastHighlighting(zsh.fastSyntaxHighlighting)],
    [1250, zsh.historySubstringSearch.enable && substringSearch(zsh.historySubstringSearch)],
  ];
};

const abbr = ["zsh-abbr/zsh-abbr.zsh", "zsh/plugins/zsh-abbr/zsh-abbr.plugin.zsh"];

type Zsh = Config["programs"]["zsh"];

/** As the shell finds it. */
const pluginFolder = (config: Config): string =>
  isHome(config) ? "$HOME/.zsh/plugins" : `${dotDirectory(config)}/plugins`;

/** As `home.file` names it, relative to the folder of Zsh's files. */
export const pluginFolderInHome = (config: Config): string => (isHome(config) ? ".zsh/plugins" : "plugins");

const searchPaths = (config: Config): string => {
  const { plugins } = config.programs.zsh;
  const folder = pluginFolder(config);
  const functions = plugins.flatMap(({ name, functions }) => functions.map((inner) => `${name}/${inner}`));
  return [
    ...plugins.flatMap(({ name }) => [`path+="${folder}/${name}"`, `fpath+="${folder}/${name}"`]),
    ...functions.map((inner) => `fpath+="${folder}/${inner}"`),
  ].join("\n");
};

const loadPlugins = (config: Config): string => {
  const folder = pluginFolder(config);
  return config.programs.zsh.plugins
    .map(({ name, file }) => `"${folder}/${name}/${file}"`)
    .map((path) => `if [[ -f ${path} ]]; then\n  source ${path}\nfi`)
    .join("\n");
};

const autosuggestions = ({ package: from, strategy, highlight }: Zsh["autosuggestion"]): string =>
  [
    sourceShared(from, "zsh-autosuggestions/zsh-autosuggestions.zsh", [
      "zsh/plugins/zsh-autosuggestions/zsh-autosuggestions.zsh",
    ]),
    ...(strategy.length > 0 ? [`ZSH_AUTOSUGGEST_STRATEGY=(${strategy.join(" ")})`] : []),
    ...(highlight !== null ? [`ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE="${highlight}"`] : []),
  ].join("\n");

const ohMyZsh = ({ extraConfig, plugins, custom, theme }: Zsh["oh-my-zsh"]): string =>
  [
    ...(extraConfig !== "" ? [extraConfig.replace(/\n$/, "")] : []),
    ...(plugins.length > 0 ? [`plugins=(${plugins.join(" ")})`] : []),
    ...(custom !== "" ? [`ZSH_CUSTOM="${custom}"`] : []),
    ...(theme !== "" ? [`ZSH_THEME="${theme}"`] : []),
    "source $ZSH/oh-my-zsh.sh",
  ].join("\n");

/** `main` is what the plugin does by itself; naming any highlighter would turn it off. */
const highlighting = ({ package: from, highlighters, patterns, styles }: Zsh["syntaxHighlighting"]): string =>
  [
    sourceShared(from, "zsh-syntax-highlighting/zsh-syntax-highlighting.zsh", [
      "zsh/plugins/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh",
    ]),
    `ZSH_HIGHLIGHT_HIGHLIGHTERS=(${[...highlighters.filter((name) => name !== "main"), "main"].join(" ")})`,
    ...sortedEntries(styles).map(([name, style]) => `ZSH_HIGHLIGHT_STYLES[${name}]=${quoteShell(style)}`),
    ...sortedEntries(patterns).map(
      ([pattern, style]) => `ZSH_HIGHLIGHT_PATTERNS+=(${quoteShell(pattern)} ${quoteShell(style)})`,
    ),
  ].join("\n");

const fastHighlighting = ({ package: from, settings, theme }: Zsh["fastSyntaxHighlighting"]): string =>
  [
    sourceShared(from, "zsh/plugins/fast-syntax-highlighting/fast-syntax-highlighting.plugin.zsh", [
      "zsh-fast-syntax-highlighting/fast-syntax-highlighting.plugin.zsh",
      "fast-syntax-highlighting/fast-syntax-highlighting.plugin.zsh",
    ]),
    ...sortedEntries(settings).map(([name, value]) => `FAST_HIGHLIGHT[${name}]=${quoteShell(value)}`),
    ...(theme !== null ? [`fast-theme -q ${quoteShell(theme)}`] : []),
  ].join("\n");

const substringSearch = ({
  package: from,
  searchUpKey,
  searchDownKey,
}: Zsh["historySubstringSearch"]): string =>
  [
    sourceShared(from, "zsh-history-substring-search/zsh-history-substring-search.zsh", [
      "zsh/plugins/zsh-history-substring-search/zsh-history-substring-search.zsh",
    ]),
    ...searchUpKey.map((key) => `bindkey "${key}" history-substring-search-up`),
    ...searchDownKey.map((key) => `bindkey "${key}" history-substring-search-down`),
  ].join("\n");
