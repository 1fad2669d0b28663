/** uv, Pythons and their packages: `uv/uv.toml`, and what it installs. */
import {
  type Context,
  defineProgram,
  formats,
  type Own,
  option,
  programOptions,
  quoteShell,
  quoteShellWords,
  type TreeOf,
  t,
} from "lares/module";

const prune = (what: string) =>
  option(t.bool, {
    default: false,
    description: `Whether to remove ${what} that uv has installed and are not named.`,
  });

const options = {
  ...programOptions("uv, which installs Pythons and their packages", "uv"),
  settings: formats.toml.option({
    description: "Settings: `uv.toml`.",
    example: { "python-downloads": "never", pip: { "index-url": "https://test.pypi.org/simple" } },
  }),
  python: {
    versions: option(t.listOf(t.str), {
      default: [],
      description:
        "Versions of Python to install at a switch; those without a last part are brought up to date.",
      example: ["3.13", "pypy@3.11"],
    }),
    default: option(
      t.coercedTo(t.str, (version: string) => [version], t.listOf(t.str)),
      {
        default: [],
        description: "Versions to install that are to be `python` and `python3`.",
        example: ["3.13"],
      },
    ),
    prune: prune("versions of Python"),
  },
  tool: {
    packages: option(t.listOf(t.str), {
      default: [],
      description: "Programs to install at a switch, as `uv tool install` takes them.",
      example: ["ruff", "black==24.1.0", "poetry[plugin]"],
    }),
    prune: prune("programs"),
  },
};
export interface UvOptions extends TreeOf<typeof options> {}
type Uv = Own<UvOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly uv: UvOptions;
  }
}

export default defineProgram("programs.uv", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "uv/uv.toml": formats.toml.file(settings) }),
  config: {
    home: {
      activation: (context) => ({
        ...step("uvPython", pythonLines(context.config.programs.uv, context)),
        ...step("uvTools", toolLines(context.config.programs.uv, context)),
      }),
    },
  },
});

const step = (name: string, lines: readonly string[]) =>
  lines.length === 0 ? {} : { [name]: { after: ["writeBoundary"], run: `${lines.join("\n")}\n` } };

const program = ({ package: uv }: Uv, { lib }: Context): string => lib.program(uv ?? "uv");

const pythonLines = ({ python, ...own }: Uv, context: Context): readonly string[] => {
  const uv = program({ python, ...own }, context);
  const others = python.versions.filter((version) => !python.default.includes(version));
  return [
    ...(python.prune ? [prunePythons(uv, [...python.default, ...others])] : []),
    ...python.default.map((version) => installLine(uv, "--default ", version)),
    ...others.map((version) => installLine(uv, "", version)),
  ];
};

/** A version in full cannot be brought up to date. */
const installLine = (uv: string, flags: string, version: string): string => {
  const upgrade = /\d+\.\d+\.\d+/.test(version) ? "" : "--upgrade ";
  return `run ${uv} python install $VERBOSE_ARG ${flags}${upgrade}${quoteShell(version)}`;
};

/** The first column of uv's list is the full name of a version; the best match comes first. */
const prunePythons = (uv: string, versions: readonly string[]): string => {
  if (versions.length === 0) return `run ${uv} python uninstall $VERBOSE_ARG --all`;
  return `keep=" "
for version in ${quoteShellWords(versions)}; do
  found=$(${uv} python list "$version" --managed-python | sed -n '1s/ .*//p')
  keep="$keep$found "
done
for version in $(${uv} python list --only-installed --managed-python | sed 's/ .*//' | sort -u); do
  case "$keep" in
    *" $version "*) ;;
    *) run ${uv} python uninstall $VERBOSE_ARG "$version" ;;
  esac
done`;
};

const toolLines = ({ tool, ...own }: Uv, context: Context): readonly string[] => {
  const uv = program({ tool, ...own }, context);
  const packages = tool.packages.map(quoteShell);
  return [
    ...(tool.prune ? [pruneTools(uv, tool.packages.map(nameOf))] : []),
    ...packages.map((name) => `run ${uv} tool install $VERBOSE_ARG ${name}`),
    ...(packages.length > 0 ? [`run ${uv} tool upgrade $VERBOSE_ARG ${packages.join(" ")}`] : []),
  ];
};

/** Of programs' own lines in uv's list the first column is the name; what they bring is behind dashes. */
const pruneTools = (uv: string, names: readonly string[]): string =>
  `for name in $(${uv} tool list 2>/dev/null | sed -n '/^[A-Za-z0-9]/s/ .*//p'); do
  case ${quoteShell(` ${names.join(" ")} `)} in
    *" $name "*) ;;
    *) run ${uv} tool uninstall $VERBOSE_ARG "$name" ;;
  esac
done`;

/** `Black_Tool[d]==24.1` → `black-tool`, as Python's packages are compared. */
const nameOf = (requirement: string): string =>
  requirement
    .trim()
    .replace(/[^A-Za-z0-9._-].*$/s, "")
    .toLowerCase()
    .replace(/[-_.]+/g, "-");
