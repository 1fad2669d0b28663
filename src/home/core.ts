/** The core's modules: the options that are always there, and what they contribute themselves. */
import type { Context, Definitions, ProgramOptions, ServiceOptions } from "../option/context.ts";
import { option, renamed } from "../option/declare.ts";
import { defineModule, type Module } from "../option/module.ts";
import { mkIf, mkMerge } from "../option/property.ts";
import type { Type } from "../option/type.ts";
import * as t from "../option/types/index.ts";
import { activationOption, activationPathOption, checkOptions } from "./options/activation.ts";
import { buildOptions } from "./options/build-settings.ts";
import { fileEntries } from "./options/file-entry.ts";
import { identityOptions } from "./options/identity.ts";
import { overlayOptions } from "./options/overlays.ts";
import { packageSettingOptions } from "./options/package-settings.ts";
import { sessionOptions, shellOptions } from "./options/session.ts";
import { xdgOptions } from "./options/xdg.ts";

const homeOptions = {
  ...identityOptions,
  ...sessionOptions,
  shell: shellOptions,
  file: fileEntries("Files of the home, by their path in it."),
  activation: activationOption,
  extraActivationPath: activationPathOption,
  packages: option(t.listOf(t.package), {
    default: [],
    description:
      "Packages whose programs, man pages and completions are put on the paths. A name that no package source covers means the system's own program.",
    example: ["ripgrep"],
  }),
  extraOutputsToInstall: option(t.listOf(t.str), {
    default: [],
    description: "Further outputs of packages to install.",
  }),
  /** What the home keeps in the store without linking it. */
  extraDependencies: option(t.listOf(t.oneOf(t.path, t.package)), {
    default: [],
    description:
      "Packages and store paths that are realised with the home and kept for as long as the generation is, without being installed.",
  }),
  /** Files put at the top of the generation, beside `home-files`; for modules of the core. */
  generationFiles: option(t.attrsOf(t.str), {
    default: {},
    internal: true,
    description: "Files at the top of the generation, by relative path.",
  }),
  /** Files inside `home-path`; for modules of the core. */
  profileFiles: option(t.attrsOf(t.str), {
    default: {},
    internal: true,
    description: "Files made by Lares inside `home-path`, by relative path.",
  }),
};

type Home = typeof homeOptions;
type Xdg = typeof xdgOptions;
export interface HomeOptions extends Home {}
export interface XdgOptions extends Xdg {}

const laresOptions = {
  /** Whether to put `lares` itself into the profile. */
  enable: option(t.bool, { default: true, description: "Whether to put `lares` itself into the profile." }),
};
type Lares = typeof laresOptions;
export interface LaresOptions extends Lares {}

/** How Lares itself works for this home. */
const settingOptions = { ...buildOptions, ...overlayOptions, ...packageSettingOptions };
type Settings = typeof settingOptions;
export interface LaresSettings extends Settings {}

declare module "../option/context.ts" {
  interface ProgramOptions {
    readonly lares: LaresOptions;
  }
  interface Options {
    readonly home: HomeOptions;
    readonly xdg: XdgOptions;
    readonly lares: LaresSettings;
    readonly assertions: (typeof checkOptions)["assertions"];
    readonly warnings: (typeof checkOptions)["warnings"];
    readonly lib: typeof libOption;
    readonly specialisation: typeof specialisationOption;
    readonly hosts: typeof hostsOption;
  }
}

const specialisationOption = option(
  t.attrsOf(
    t.submodule({
      /** Definitions added to those of the home itself. */
      configuration: option(t.raw as Type<unknown, Definitions>, {
        default: {},
        description: "Definitions added to those of the home itself.",
      }),
    }),
  ),
  {
    default: {},
    description:
      "Variants of this home, built with it and activated by `lares switch --specialisation NAME`.",
  },
);

const libOption = option(t.attrsOf(t.attrsOf(t.raw)), {
  default: {},
  description: "Functions that modules share with each other.",
});

const hostsOption = option(t.attrsOf(t.anything), {
  default: {},
  description: "Facts about the machines this configuration is for, by host name; `--host NAME` picks one.",
});

const rootOptions = {
  ...checkOptions,
  lib: libOption,
  specialisation: specialisationOption,
  specialization: renamed("specialisation", { silent: true }),
  hosts: hostsOption,
  lares: settingOptions,
  programs: { lares: laresOptions } as unknown as ProgramOptions,
  services: {} as ServiceOptions,
};

const xdgEnabled = ({ config }: Context) => config.xdg.enable;

/** Variables of `home.language`, by the name of the option. */
const languageVariables = {
  base: "LANG",
  address: "LC_ADDRESS",
  collate: "LC_COLLATE",
  ctype: "LC_CTYPE",
  measurement: "LC_MEASUREMENT",
  messages: "LC_MESSAGES",
  monetary: "LC_MONETARY",
  name: "LC_NAME",
  numeric: "LC_NUMERIC",
  paper: "LC_PAPER",
  telephone: "LC_TELEPHONE",
  time: "LC_TIME",
} as const;

const languageDefinitions = Object.fromEntries(
  Object.entries(languageVariables).map(([name, variable]) => [
    variable,
    ({ config }: Context) => config.home.language[name as keyof typeof languageVariables],
  ]),
);

const isDarwin = ({ host }: Context): boolean => host.os === "darwin";

/**
 * macOS knows few terminals: those that packages bring describe themselves. TERM is set anew after it, since zsh looks
 * for the description only then.
 */
const terminfoFolders = ({ config }: Context): string =>
  `${config.home.profileDirectory}/share/terminfo:$TERMINFO_DIRS\${TERMINFO_DIRS:+:}/usr/share/terminfo`;

/** Named in the generation, they are among what it refers to. */
const extraDependencies = ({ config }: Context): string =>
  config.home.extraDependencies
    .map((one) => (typeof one === "string" ? one : one.outPath))
    .filter((path) => path !== undefined)
    .map((path) => `${path}\n`)
    .join("");

export const coreModules: readonly Module[] = [
  defineModule({ url: "the core options", options: rootOptions }),
  defineModule({
    path: "home",
    url: "the core options",
    options: homeOptions,
    config: {
      home: {
        sessionVariables: mkMerge([languageDefinitions, mkIf(isDarwin, { TERMINFO_DIRS: terminfoFolders })]),
        sessionVariablesExtra: mkIf(isDarwin, 'export TERM="$TERM"\n'),
        generationFiles: mkIf(({ config }) => config.home.extraDependencies.length > 0, {
          "extra-dependencies": extraDependencies,
        }),
      },
    },
  }),
  defineModule({
    path: "xdg",
    url: "the core options",
    options: xdgOptions,
    config: {
      home: {
        sessionPath: mkIf(
          ({ config }) => config.xdg.localBinInPath,
          ({ config }) => [config.xdg.binHome],
        ),
        sessionVariables: mkIf(xdgEnabled, {
          XDG_BIN_HOME: ({ config }) => config.xdg.binHome,
          XDG_CACHE_HOME: ({ config }) => config.xdg.cacheHome,
          XDG_CONFIG_HOME: ({ config }) => config.xdg.configHome,
          XDG_DATA_HOME: ({ config }) => config.xdg.dataHome,
          XDG_STATE_HOME: ({ config }) => config.xdg.stateHome,
        }),
      },
    },
  }),
];
