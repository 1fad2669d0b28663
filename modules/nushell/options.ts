/** What can be said about Nushell. */
import {
  type Def,
  linesOption,
  type NushellInline,
  option,
  packageNamed,
  sourcePath,
  type Type,
  t,
} from "lares/module";

export type NuValue =
  | null
  | boolean
  | number
  | string
  | NushellInline
  | readonly NuValue[]
  | { readonly [name: string]: NuValue };
type NuDefinition =
  | null
  | boolean
  | number
  | string
  | NushellInline
  | readonly Def<NuDefinition>[]
  | { readonly [name: string]: Def<NuDefinition> };

/** As JSON, but `{ _type: "nushell-inline", expr }` is one value: an expression. */
const value = t.json as unknown as Type<NuValue, NuDefinition>;

/** A text, or the path of a file that holds it: `text` counts where there is no `source`. */
const file = t.submodule({
  text: linesOption("The text."),
  source: option(t.nullOr(sourcePath), {
    default: null,
    description: "The path of a file that holds the text.",
  }),
});
const fileOption = (where: string) =>
  option(t.nullOr(t.coercedTo(t.str, (text: string) => ({ text }), file)), {
    default: null,
    description: `What \`${where}\` begins with: \`{ text }\`, or \`{ source }\` with the path of a file. A text alone is taken too.`,
  });

const nushellOptions = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to configure Nushell: `config.nu`, `env.nu` and `login.nu`.",
  }),
  package: option(t.nullOr(t.package), {
    default: packageNamed("nushell", { mainProgram: "nu" }),
    description: "The Nushell package. Null installs none, for a Nushell that comes from elsewhere.",
  }),
  configDir: option(t.str, {
    default: ({ config, host }) =>
      host.os === "darwin" && !config.xdg.enable
        ? `${config.home.homeDirectory}/Library/Application Support/nushell`
        : `${config.xdg.configHome}/nushell`,
    defaultText:
      "~/.config/nushell, or on macOS without XDG directories ~/Library/Application Support/nushell",
    description: "The folder of Nushell's own files, absolute.",
  }),
  configFile: fileOption("config.nu"),
  envFile: fileOption("env.nu"),
  loginFile: fileOption("login.nu"),
  extraConfig: linesOption("Further code of `config.nu`."),
  extraEnv: linesOption("Further code of `env.nu`, which Nushell runs before `config.nu` is read."),
  extraLogin: linesOption("Further code of `login.nu`, for login shells."),
  plugins: option(t.listOf(t.package), {
    default: [],
    description:
      "Packages of plugins, each with its plugin as its main program; Nushell gets to know them at the switch.",
    example: ["nu_plugin_formats"],
  }),
  settings: option(t.attrsOf(value), {
    default: {},
    description:
      'Entries of `$env.config`, each assigned by itself. `{ _type: "nushell-inline", expr }` is an expression.',
    example: { show_banner: false, history: { format: "sqlite" } },
  }),
  shellAliases: option(t.attrsOf(t.str), {
    default: {},
    description:
      "Aliases. `home.shellAliases` are not among them: they are for POSIX shells, and one that Nushell cannot read would stop all of its configuration.",
    example: { ll: "ls -l" },
  }),
  environmentVariables: option(t.attrsOf(value), {
    default: {},
    description:
      'Variables of the environment, which in Nushell may be any value. `{ _type: "nushell-inline", expr }` is an expression.',
    example: { EDITOR: "hx", LEVELS: [1, 2] },
  }),
};

type Tree = typeof nushellOptions;
export interface NushellOptions extends Tree {}
export const options: NushellOptions = nushellOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly nushell: NushellOptions;
  }
}
