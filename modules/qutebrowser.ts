/** qutebrowser, a browser for the keyboard: `qutebrowser/config.py`, quickmarks, userscripts for pages. */
import {
  type Context,
  defineProgram,
  joinText,
  linesOption,
  option,
  packagePath,
  programOptions,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const names = (what: string, example?: Readonly<Record<string, string>>) =>
  option(t.attrsOf(t.str), { default: {}, description: what, ...(example && { example }) });

const commands = t.coercedTo(
  t.listOf(t.str),
  (list: readonly string[]) => list.join(" ;; "),
  t.separatedString(" ;; "),
);

const options = {
  ...programOptions("qutebrowser, a browser for the keyboard", "qutebrowser"),
  loadAutoconfig: option(t.bool, {
    default: false,
    description: "Whether settings that were changed in the browser itself count too.",
  }),
  settings: option(t.attrsOf(t.anything), {
    default: {},
    description: "Settings; sets in sets become names with dots.",
    example: { tabs: { tabs_are_windows: true }, colors: { hints: { bg: "#000000" } } },
  }),
  perDomainSettings: option(t.attrsOf(t.anything), {
    default: {},
    description: "Settings by the pattern of the addresses for which they count.",
    example: { "zoom.us": { content: { autoplay: true } } },
  }),
  aliases: names("Commands by the names under which they can be called."),
  searchEngines: names("Addresses of search engines by keyword; `DEFAULT` needs none.", {
    w: "https://en.wikipedia.org/wiki/Special:Search?search={}",
  }),
  keyMappings: names("Keys by keys that stand for them."),
  enableDefaultBindings: option(t.bool, {
    default: true,
    description: "Whether qutebrowser's own keys count.",
  }),
  keyBindings: option(t.attrsOf(t.attrsOf(t.nullOr(commands))), {
    default: {},
    description: "Commands by key, by mode; null takes a key's command away. Several commands make a list.",
    example: { normal: { "<Ctrl-v>": "spawn mpv {url}" } },
  }),
  quickmarks: names("Addresses by name.", { lares: "https://example.org" }),
  greasemonkey: option(t.listOf(t.oneOf(packagePath, sourcePath)), {
    default: [],
    description: "Userscripts for pages: packages that are one file, or files.",
  }),
  extraConfig: linesOption("Further lines of `config.py`, at its end."),
};
export interface QutebrowserOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly qutebrowser: QutebrowserOptions;
  }
}

export default defineProgram("programs.qutebrowser", {
  url: import.meta.url,
  options,
  files: (own, { host }) => {
    const folder = host.os === "darwin" ? "~/.qutebrowser" : "qutebrowser";
    return {
      [`${folder}/config.py`]: joinText(...configLines(own), own.extraConfig),
      [`${folder}/quickmarks`]: joinText(
        ...sortedEntries(own.quickmarks).map(([name, address]) => `${name} ${address}`),
      ),
      ...Object.fromEntries(
        own.greasemonkey.map((source) => [`${folder}/greasemonkey/${scriptName(source)}`, { source }]),
      ),
    };
  },
});

type Own = Context["config"]["programs"]["qutebrowser"];

const configLines = (own: Own): readonly string[] => [
  `config.load_autoconfig(${own.loadAutoconfig ? "" : "False"})`,
  ...settingLines(own.settings),
  ...sortedEntries(own.perDomainSettings).flatMap(([pattern, settings]) =>
    settingLines(settings as Settings, pattern),
  ),
  ...dictLines("c.aliases", own.aliases),
  ...dictLines("c.url.searchengines", own.searchEngines),
  ...dictLines("c.bindings.key_mappings", own.keyMappings),
  ...(own.enableDefaultBindings ? [] : ["c.bindings.default = {}"]),
  ...sortedEntries(own.keyBindings).flatMap(([mode, keys]) =>
    sortedEntries(keys).map(([key, command]) =>
      command === null
        ? `config.unbind(${python(key)}, mode=${python(mode)})`
        : `config.bind(${python(key)}, ${python(command)}, mode=${python(mode)})`,
    ),
  ),
];

type Settings = Readonly<Record<string, unknown>>;

const settingLines = (settings: Settings, pattern?: string, prefix = ""): readonly string[] =>
  sortedEntries(settings).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value)
      ? settingLines(value as Settings, pattern, `${prefix}${name}.`)
      : `config.set(${[`${prefix}${name}`, value, ...(pattern === undefined ? [] : [pattern])].map(python).join(", ")})`,
  );

const dictLines = (dict: string, entries: Readonly<Record<string, string>>): readonly string[] =>
  sortedEntries(entries).map(
    ([name, value]) => `${dict}['${name.replace(/[\\']/g, "\\$&")}'] = ${python(value)}`,
  );

/** A Python literal. */
const python = (value: unknown): string => {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  return typeof value === "object" && "value" in value ? String(value.value) : JSON.stringify(value);
};

/** A file in the store has a hash before its name; one of a package that is not looked for stands between `@`. */
const scriptName = (source: string): string => {
  const name = source
    .split("/")
    .at(-1)!
    .replace(/^[0-9a-z]{32}-/, "")
    .replace(/^@(.*)@$/, "$1");
  return name.endsWith(".js") ? name : `${name}.js`;
};
