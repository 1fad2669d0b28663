/** ranger, a file manager: `ranger/rc.conf`, `ranger/rifle.conf` and plugins. */
import {
  type Context,
  defineProgram,
  joinText,
  linesOption,
  option,
  packagePath,
  plainValue,
  programOptions,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const rule = t.submodule({
  condition: option(t.str, {
    description: "Which files, and when, as rifle takes it.",
    example: "mime ^text, label editor",
  }),
  command: option(t.str, { description: "The command that opens them.", example: 'vim -- "$@"' }),
});

const plugin = t.submodule({
  name: option(t.str, { description: "The plugin's name." }),
  src: option(t.oneOf(packagePath, sourcePath), {
    description: "The plugin's file or folder, or a package that is one.",
  }),
});

const options = {
  ...programOptions("ranger, a file manager", "ranger"),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose programs ranger runs, for previews.",
  }),
  settings: option(t.attrsOf(t.oneOf(t.bool, t.float, t.int, t.str)), {
    default: {},
    description: "Options of ranger.",
    example: { column_ratios: "1,3,3", confirm_on_delete: "never", scroll_offset: 8, unicode_ellipsis: true },
  }),
  aliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Names of one's own for commands.",
    example: { e: "edit", setl: "setlocal" },
  }),
  mappings: option(t.attrsOf(t.str), {
    default: {},
    description: "What keys do.",
    example: { Q: "quitall", q: "quit" },
  }),
  extraConfig: linesOption("Further lines, at the end of `ranger/rc.conf`."),
  plugins: option(t.listOf(plugin), { default: [], description: "Plugins." }),
  rifle: option(t.listOf(rule), {
    default: [],
    description: "What opens which files, the first that fits; they take the place of ranger's own rules.",
    example: [{ condition: "ext x?html?, has firefox, X, flag f", command: 'firefox -- "$@"' }],
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.ranger.package,
    defaultText: "programs.ranger.package",
    internal: true,
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface RangerOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly ranger: RangerOptions;
  }
}

type Own = Context["config"]["programs"]["ranger"];

export default defineProgram("programs.ranger", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: (own) => ({
    "ranger/rc.conf": joinText(
      lines("set", own.settings),
      lines("alias", own.aliases),
      lines("map", own.mappings),
      own.extraConfig,
    ),
    "ranger/rifle.conf": joinText(...own.rifle.map(({ condition, command }) => `${condition} = ${command}`)),
    ...Object.fromEntries(own.plugins.map(({ name, src }) => [`ranger/plugins/${name}`, { source: src }])),
  }),
});

function lines(word: string, table: Own["settings"]): string {
  return sortedEntries(table)
    .map(([name, value]) => `${word} ${name} ${plainValue(value)}\n`)
    .join("");
}
