/** `.zshrc`, part by part: each has an order, between which a person's own parts find their place. */
import {
  aliasLines,
  type Context,
  mkMerge,
  mkOrder,
  quoteShellWords,
  sortedEntries,
  type ZshValue,
  zshAssignments,
  zshQuote,
} from "lares/module";
import { historyPart } from "./history.ts";
import { pluginParts } from "./plugins.ts";
import { preztoRuncom } from "./prezto.ts";
import { wrapped } from "./text.ts";

/** A place in `.zshrc` and the code there; no code, no part. */
export type Part = readonly [order: number, code: string | false];

export const initParts = ({ config }: Context) => {
  const { zsh } = config.programs;
  const parts: readonly Part[] = [
    [400, zsh.zprof.enable && "zmodload zsh/zprof"],
    [510, "typeset -U path cdpath fpath manpath"],
    [511, zsh.cdpath.length > 0 && `cdpath+=(${zsh.cdpath.map(folderWord).join(" ")})`],
    [520, profileFunctions],
    [521, helpDirectory(zsh.package.outPath)],
    [530, zsh.defaultKeymap !== null && keymaps[zsh.defaultKeymap]],
    [540, zshAssignments(zsh.localVariables as Readonly<Record<string, ZshValue>>)],
    [565, autoloads(Object.keys(zsh.siteFunctions))],
    [570, setsUpCompletion(zsh) && zsh.completionInit],
    ...pluginParts(config),
    [850, zsh.prezto.enable && preztoRuncom(zsh.prezto.package, "zshrc")],
    [910, historyPart(config)],
    [950, setOptions(zsh)],
    [1100, aliasLines(zsh.shellAliases)],
    [1150, aliasLines(zsh.shellGlobalAliases, ["-g"])],
    [1160, folderNames(zsh.dirHashes)],
    [1450, zsh.zprof.enable && "zprof"],
  ];
  return mkMerge(
    parts.flatMap(([order, code]) =>
      code === false || code === "" ? [] : [mkOrder<string>(order, `${code}\n`)],
    ),
  );
};

type Zsh = Context["config"]["programs"]["zsh"];

/** Functions and completions of everything in the profiles of Nix, where there are any. */
const profileFunctions = `for profile in \${(z)NIX_PROFILES}; do
  fpath+=($profile/share/zsh/site-functions $profile/share/zsh/$ZSH_VERSION/functions $profile/share/zsh/vendor-completions)
done`;

/** Where `run-help` looks; systems put it in one of two places. */
const helpDirectory = (outPath: string | undefined): string =>
  outPath === undefined
    ? "for HELPDIR in /usr/share/zsh/$ZSH_VERSION/help /usr/share/zsh/help; do\n  [[ -d $HELPDIR ]] && break\ndone"
    : `HELPDIR="${outPath}/share/zsh/$ZSH_VERSION/help"`;

const keymaps = { emacs: "bindkey -e", viins: "bindkey -v", vicmd: "bindkey -a" } as const;

const autoloads = (names: readonly string[]): string =>
  names.length === 0 ? "" : `autoload -Uz ${quoteShellWords([...names].sort())}`;

/** Oh My Zsh and Prezto do it themselves; twice would take twice as long. */
const setsUpCompletion = (zsh: Zsh): boolean =>
  zsh.enableCompletion && !zsh["oh-my-zsh"].enable && !zsh.prezto.enable;

const setOptions = ({ history, autocd, setOptions: own }: Zsh): string => {
  const flags: readonly (readonly [string, boolean])[] = [
    ["APPEND_HISTORY", history.append],
    ["EXTENDED_HISTORY", history.extended],
    ["HIST_EXPIRE_DUPS_FIRST", history.expireDuplicatesFirst],
    ["HIST_FIND_NO_DUPS", history.findNoDups],
    ["HIST_IGNORE_ALL_DUPS", history.ignoreAllDups],
    ["HIST_IGNORE_DUPS", history.ignoreDups],
    ["HIST_IGNORE_SPACE", history.ignoreSpace],
    ["HIST_SAVE_NO_DUPS", history.saveNoDups],
    ["SHARE_HISTORY", history.share],
  ];
  const names = [
    "HIST_FCNTL_LOCK",
    ...flags.filter(([, on]) => on).map(([name]) => name),
    ...flags.filter(([, on]) => !on).map(([name]) => `NO_${name}`),
    ...(autocd === null ? [] : [autocd ? "AUTO_CD" : "NO_AUTO_CD"]),
    ...own,
  ];
  return `set_opts=(
${wrapped(names)}
)
for opt in "\${set_opts[@]}"; do
  setopt "$opt"
done
unset opt set_opts`;
};

const folderNames = (names: Readonly<Record<string, string>>): string =>
  sortedEntries(names)
    .map(([name, folder]) => `hash -d ${name}=${folderWord(folder)}`)
    .join("\n");

/** The shell expands a `~` only outside quotes. */
const folderWord = (folder: string): string => zshQuote(folder.replace(/^~(?=\/|$)/, "$$HOME"));
