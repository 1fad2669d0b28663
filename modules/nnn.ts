/** nnn, a file manager: its variables, plugins, and the function that changes the shell's folder. */
import {
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  quoteShellWords,
  shellIntegrations,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

type Flags = Readonly<Record<string, boolean | number | string>>;

const flags = t.attrsOf(t.oneOf(t.bool, t.int, t.str));

const options = {
  ...programOptions("nnn, a file manager", packageNamed("nnn")),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose programs nnn and its plugins run.",
  }),
  bookmarks: option(t.attrsOf(t.str), {
    default: {},
    description: "Folders by the key that leads to them.",
    example: { d: "~/Documents", D: "~/Downloads" },
  }),
  options: option(
    t.coercedTo(
      t.listOf(t.str),
      (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true])),
      flags,
    ),
    {
      default: {},
      description: "Options of the command, by letter; a list of letters turns each of them on.",
      example: { H: true, e: true, P: "p" },
    },
  ),
  plugins: {
    mappings: option(t.attrsOf(t.str), {
      default: {},
      description: "Plugins by the key that runs them.",
      example: { f: "finder", v: "imgview" },
    }),
    src: option(t.nullOr(sourcePath), {
      default: null,
      description: "The folder with the plugins.",
      example: "./nnn/plugins",
    }),
  },
  quitcd: option(t.bool, {
    default: false,
    description:
      "Whether shells have the function `n`, after which they are in the folder that nnn was left in.",
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.nnn.package,
    defaultText: "programs.nnn.package",
    internal: true,
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface NnnOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly nnn: NnnOptions;
  }
}

type Own = Context["config"]["programs"]["nnn"];

/** `f:finder;v:imgview` */
const pairs = (table: Readonly<Record<string, string>>): string | null =>
  Object.keys(table).length === 0
    ? null
    : sortedEntries(table)
        .map((pair) => pair.join(":"))
        .join(";");

/** nnn takes letters alone from its variable; those with a value have to stand behind the command. */
const letters = (flags: Flags): string | null =>
  sortedEntries(flags)
    .filter(([, value]) => value === true)
    .map(([letter]) => letter)
    .join("") || null;

const valuedFlags = (flags: Flags): string =>
  sortedEntries(flags)
    .filter(([, value]) => typeof value !== "boolean")
    .map(([letter, value]) => ` ${quoteShellWords([`-${letter}`, String(value)])}`)
    .join("");

/** nnn writes the folder it was left in to this file as a command. */
const lastFolder = ({ config }: Context): string => `${config.xdg.configHome}/nnn/.lastd`;

const nnn = (own: Own, { lib }: Context): string =>
  `${lib.program(own.package ?? "nnn")}${valuedFlags(own.options)}`;

const posix = (own: Own, context: Context): string =>
  !own.quitcd
    ? ""
    : `n() {
  if [ "\${NNNLVL:-0}" -ge 1 ]; then
    echo "nnn runs already"
    return
  fi
  NNN_TMPFILE="${lastFolder(context)}" command ${nnn(own, context)} "$@"
  if [ -f "${lastFolder(context)}" ]; then
    . "${lastFolder(context)}"
    rm -f -- "${lastFolder(context)}"
  fi
}
`;

const fish = (own: Own, context: Context): string =>
  !own.quitcd
    ? ""
    : `function n --wraps nnn
    if test "$NNNLVL" -ge 1 2>/dev/null
        echo "nnn runs already"
        return
    end
    NNN_TMPFILE="${lastFolder(context)}" command ${nnn(own, context)} $argv
    if test -f "${lastFolder(context)}"
        source "${lastFolder(context)}"
        rm -f -- "${lastFolder(context)}"
    end
end
`;

export default defineProgram("programs.nnn", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: ({ plugins }) => ({ "nnn/plugins": plugins.src !== null && { source: plugins.src } }),
  variables: ({ bookmarks, plugins, options }) => ({
    NNN_BMS: pairs(bookmarks),
    NNN_PLUG: pairs(plugins.mappings),
    NNN_OPTS: letters(options),
  }),
  shells: { bash: posix, zsh: posix, fish },
  aliases: (own) => {
    const words = valuedFlags(own.options);
    return words === "" ? {} : { nnn: `nnn${words}` };
  },
});
