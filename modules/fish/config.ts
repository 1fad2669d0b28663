/** The text of `config.fish`. */
import {
  type Config,
  type Context,
  commandLineWords,
  expandingFishQuote,
  quoteFish,
  sortedEntries,
} from "lares/module";

type Fish = Context["config"]["programs"]["fish"];

export const configFish = ({ config }: Context): string => {
  const { fish } = config.programs;
  return [
    "set -q __lares_config_sourced; and return\nset -g __lares_config_sourced 1",
    `source ${expandingFishQuote(`${config.home.profileDirectory}/etc/profile.d/hm-session-vars.fish`)}`,
    profilePaths(config),
    fish.shellInit,
    handlers(fish, config.xdg.configHome),
    block("status is-login", [fish.loginShellInit]),
    block("status is-interactive", [
      abbreviations(fish),
      aliases(fish),
      binds(fish),
      fish.interactiveShellInit,
    ]),
    fish.shellInitLast,
  ]
    .filter((part) => part.trim() !== "")
    .map((part) => `${part.replace(/\n+$/, "")}\n`)
    .join("\n");
};

/** Functions and completions of everything in the home, and those made from manual pages, behind all others. */
const profilePaths = ({ home, xdg, programs }: Config): string => {
  const vendor = `${home.profileDirectory}/share/fish`;
  const completions = [
    `${vendor}/vendor_completions.d`,
    ...(programs.fish.generateCompletions ? [`${xdg.dataHome}/fish/home-manager_generated_completions`] : []),
  ];
  return [
    ...appended("fish_function_path", `${vendor}/vendor_functions.d`),
    ...completions.flatMap((folder) => appended("fish_complete_path", folder)),
  ].join("\n");
};

const appended = (list: string, folder: string): readonly string[] => [
  `contains -- ${quoteFish(folder)} $${list}`,
  `or set -a ${list} ${quoteFish(folder)}`,
];

const block = (condition: string, parts: readonly string[]): string => {
  const said = parts.filter((part) => part.trim() !== "").map((part) => part.replace(/\n+$/, ""));
  return said.length === 0 ? "" : `if ${condition}\n${said.join("\n\n")}\nend`;
};

/** fish reads a function when it is first called: one that waits for an occasion has to be read before. */
const handlers = ({ functions }: Fish, configHome: string): string =>
  sortedEntries(functions)
    .filter(([, found]) => typeof found !== "string" && waits(found))
    .map(([name]) => `source ${quoteFish(`${configHome}/fish/functions/${name}.fish`)}`)
    .join("\n");

type Function = Exclude<Fish["functions"][string], string>;

const waits = ({ onEvent, onVariable, onJobExit, onProcessExit, onSignal }: Function): boolean =>
  [onEvent, onVariable, onJobExit, onProcessExit, onSignal].some((occasion) => occasion !== null);

const aliases = ({ shellAliases }: Fish): string =>
  sortedEntries(shellAliases)
    .map(([name, text]) => `alias ${quoteFish(name)} ${quoteFish(text)}`)
    .join("\n");

const abbreviations = ({ shellAbbrs }: Fish): string =>
  sortedEntries(shellAbbrs)
    .map(([name, found]) =>
      typeof found === "string"
        ? `abbr --add -- ${quoteFish(name)} ${quoteFish(found)}`
        : abbreviation(name, found),
    )
    .join("\n");

type Abbreviation = Exclude<Fish["shellAbbrs"][string], string>;

const abbreviation = (key: string, found: Abbreviation): string => {
  const words = commandLineWords(
    {
      position: found.position,
      regex: found.regex,
      command: found.command as string | readonly string[] | null,
      function: found.function,
    },
    { separator: null },
  );
  return [
    "abbr --add",
    ...words.map(quoteFish),
    ...commandLineWords({ "set-cursor": found.setCursor }).map(optionWord),
    "--",
    quoteFish(found.name ?? key),
    ...(found.expansion === null ? [] : [quoteFish(found.expansion)]),
  ].join(" ");
};

/** `--key='value'`: quotes around the whole would be as right, but nobody writes it so. */
const optionWord = (word: string): string => {
  const [, option, value] = /^(--?[a-z-]+)(?:=([\s\S]*))?$/.exec(word)!;
  return value === undefined ? option! : `${option}=${quoteFish(value)}`;
};

const binds = ({ binds }: Fish): string =>
  sortedEntries(binds)
    .filter(([, { enable }]) => enable)
    .flatMap(([key, bind]) => bindLines(bind.name ?? key, bind))
    .join("\n");

type Bind = Fish["binds"][string];

const bindLines = (key: string, bind: Bind): readonly string[] => {
  const about = [
    ...(bind.operate === null ? [] : [`--${bind.operate}`]),
    ...(bind.mode === null ? [] : [`--mode ${quoteFish(bind.mode)}`]),
  ];
  const commands = bind.command === null ? [] : [bind.command].flat();
  const removal = bind.erase ? [["bind --erase", ...about, keyWord(key)].join(" ")] : [];
  if (commands.length === 0) return removal;
  const flags = [
    ...(bind.silent ? ["--silent"] : []),
    ...(bind.setsMode === null ? [] : [`--sets-mode ${quoteFish(bind.setsMode)}`]),
  ];
  const does = [...commands, ...(bind.repaint ? ["repaint"] : [])].map(quoteFish);
  return [...removal, ["bind", ...about, ...flags, keyWord(key), ...does].join(" ")];
};

/** `\cx` is an escape of fish's, which quotes would hide; a name like `ctrl-x` needs none. */
const keyWord = (key: string): string => (/^(\\[\w[\]\\-]+|[\w,-])+$/.test(key) ? key : quoteFish(key));
