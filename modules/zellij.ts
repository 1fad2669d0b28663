/** Zellij: `zellij/config.kdl`, layouts, themes and plugins. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  joinText,
  linesOption,
  mkIf,
  option,
  type PackageReference,
  programOptions,
  type TextOrSource,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

const integration = (shell: string) =>
  option(t.bool, { default: false, description: `Whether ${shell} starts Zellij, or attaches to it.` });
const flag = (description: string) => option(t.bool, { default: false, description });
const documents = (what: string) =>
  option(t.attrsOf(t.oneOf(textOrSource, formats.kdl.type)), {
    default: {},
    description: `${what} by name: KDL as data, a text, or the path of a file.`,
  });

const options = {
  ...programOptions("Zellij, a terminal in many panes", "zellij"),
  enableBashIntegration: integration("Bash"),
  enableFishIntegration: integration("fish"),
  enableZshIntegration: integration("Zsh"),
  attachExistingSession: flag("Whether a shell attaches to the session that there is, instead of a new one."),
  exitShellOnExit: flag("Whether the shell that started Zellij ends with it."),
  settings: formats.kdl.option({
    description:
      "Settings, as `zellij/config.kdl` holds them: `_args`, `_props` and `_children` are a node's arguments, properties and ordered children.",
    example: { theme: "custom", keybinds: { _props: { "clear-defaults": true } } },
  }),
  extraConfig: linesOption(
    "Further KDL, at the end of `zellij/config.kdl`.",
    'keybinds {\n  unbind "Ctrl g"\n}\n',
  ),
  layouts: documents("Layouts"),
  themes: documents("Themes"),
  plugins: option(t.listOf(t.package), {
    default: [],
    description: "Packages that are a plugin's WebAssembly each; all are loaded at the start.",
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.zellij.package,
    defaultText: "programs.zellij.package",
    internal: true,
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface ZellijOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly zellij: ZellijOptions;
  }
}

type Own = Context["config"]["programs"]["zellij"];

const startsInShells = (own: Own): boolean =>
  own.enableBashIntegration || own.enableFishIntegration || own.enableZshIntegration;

const autoStart = (own: Own, { lib }: Context, shell: string): string =>
  `${lib.program(own.package ?? "zellij")} setup --generate-auto-start ${shell}`;

/** `zellij-foo` is the plugin `foo`. */
const pluginName = ({ name }: PackageReference): string => name.replace(/^zellij-/, "");

const pluginSettings = ({ config }: Context) => {
  const { plugins } = config.programs.zellij;
  const location = (name: string) => `file:${config.xdg.configHome}/zellij/plugins/${name}.wasm`;
  const names = plugins.map(pluginName);
  return {
    load_plugins: { _children: names.map((name) => ({ [name]: [] })) },
    plugins: Object.fromEntries(names.map((name) => [name, { _props: { location: location(name) } }])),
  };
};

export default defineProgram("programs.zellij", {
  url: import.meta.url,
  options,
  files: ({ settings, extraConfig, layouts, themes, plugins }) => ({
    "zellij/config.kdl": joinText(
      formats.isEmptyValue(settings) ? "" : formats.kdl.write(settings),
      extraConfig && `// extraConfig\n${extraConfig}`,
    ),
    ...documentFiles("zellij/layouts", layouts),
    ...documentFiles("zellij/themes", themes),
    ...Object.fromEntries(
      plugins.map((plugin) => [`zellij/plugins/${pluginName(plugin)}.wasm`, { source: plugin }]),
    ),
  }),
  variables: (own) =>
    startsInShells(own)
      ? {
          ZELLIJ_AUTO_ATTACH: own.attachExistingSession,
          ZELLIJ_AUTO_EXIT: own.exitShellOnExit,
        }
      : {},
  /** Before all else of the shell: what comes after is of no use to a shell that Zellij takes the place of. */
  shells: {
    bash: { order: 200, code: (own, context) => `eval "$(${autoStart(own, context, "bash")})"\n` },
    zsh: { order: 200, code: (own, context) => `eval "$(${autoStart(own, context, "zsh")})"\n` },
    fish: {
      order: 200,
      code: (own, context) => `eval (${autoStart(own, context, "fish")} | string collect)\n`,
    },
  },
  warnings: (own) =>
    (["attachExistingSession", "exitShellOnExit"] as const).map(
      (name) =>
        own[name] &&
        !startsInShells(own) &&
        `programs.zellij.${name} does nothing while no shell starts Zellij: turn one of its integrations on.`,
    ),
  config: {
    programs: {
      zellij: {
        settings: mkIf(({ config }) => config.programs.zellij.plugins.length > 0, pluginSettings as never),
      },
    },
  },
});

function documentFiles(folder: string, documents: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [`${folder}/${name}.kdl`, documentFile(document)]),
  );
}

function documentFile(document: unknown): FileSpecification | undefined {
  const isFile =
    typeof document === "object" && document !== null && ("text" in document || "source" in document);
  return isFile ? (document as TextOrSource) : formats.kdl.file(document as never);
}
