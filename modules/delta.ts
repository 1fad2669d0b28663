/** delta, a pager for differences: by itself, for Git, and for Jujutsu. */
import {
  type Context,
  defineProgram,
  mkDefault,
  mkIf,
  option,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
  toGitConfig,
} from "lares/module";
import { gitRivals, soleRival, toldRivals } from "./git/rivals.ts";

const scalar = t.oneOf(t.str, t.bool, t.int);
const settings = t.attrsOf(t.oneOf(scalar, t.attrsOf(scalar)));

const options = {
  ...programOptions("delta, a pager for differences", packageNamed("delta")),
  options: option(settings, {
    default: {},
    description: "Settings, as Git's `delta` section holds them; a set is a feature of that name.",
    example: { features: "decorations", "syntax-theme": "Dracula", decorations: { "file-style": "bold" } },
  }),
  enableGitIntegration: option(t.bool, {
    default: false,
    description: "Whether Git shows differences by delta.",
  }),
  enableJujutsuIntegration: option(t.bool, {
    default: false,
    description: "Whether Jujutsu shows differences by delta.",
  }),
  gitRivals,
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.delta.package,
    defaultText: "programs.delta.package",
    internal: true,
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface DeltaOptions extends TreeOf<typeof options> {}

/** Its place before it had one of its own; Git's integration was part of it. */
const formerOptions = {
  enable: option(t.nullOr(t.bool), {
    default: null,
    internal: true,
    description: "The former place of programs.delta.enable and programs.delta.enableGitIntegration.",
  }),
  options: renamed("programs.delta.options"),
  package: renamed("programs.delta.package"),
};

declare module "lares/module" {
  interface ProgramOptions {
    readonly delta: DeltaOptions;
  }
}

type Own = Context["config"]["programs"]["delta"];

const delta = ({ config, lib }: Context): string => lib.program(config.programs.delta.package ?? "delta");

const former = ({ config }: Context): boolean | null =>
  (config.programs as unknown as { readonly git: { readonly delta: { readonly enable: boolean | null } } })
    .git.delta.enable;

const ownFile = "delta/config";
const readsOwnFile = (own: Own): boolean => !own.enableGitIntegration && Object.keys(own.options).length > 0;

const isOn = ({ config }: Context): boolean =>
  config.programs.delta.enable && config.programs.delta.enableGitIntegration;

export default defineProgram("programs.delta", {
  url: import.meta.url,
  options,
  more: { "programs.git.delta": formerOptions },
  /** delta looks into Git's configuration alone, unless it is told of another file. */
  files: (own) => ({ [ownFile]: readsOwnFile(own) && { text: toGitConfig({ delta: own.options }) } }),
  warnings: (_, context) => [
    former(context) !== null && "programs.git.delta.enable is now programs.delta.enable.",
    former(context) === true &&
      "programs.delta.enableGitIntegration is on because of programs.git.delta.enable: set it to true.",
  ],
  config: {
    home: {
      shellAliases: mkIf(({ config }) => readsOwnFile(config.programs.delta), {
        delta: mkDefault(({ config }: Context) => `delta --config "${config.xdg.configHome}/${ownFile}"`),
      }),
    },
  },
  assertions: (own, context) => [soleRival("delta", isOn(context), own.gitRivals)],
  whenLoaded: {
    ...toldRivals("delta", isOn),
    "programs.git": mkIf(isOn, {
      iniContent: {
        pager: { blame: delta, diff: delta, log: delta, show: delta },
        interactive: { diffFilter: (context: Context) => `${delta(context)} --color-only` },
        delta: ({ config }: Context) => config.programs.delta.options,
      },
    } as never),
    "programs.jujutsu": mkIf(({ config }) => config.programs.delta.enableJujutsuIntegration, {
      settings: {
        "merge-tools": { delta: { "diff-expected-exit-codes": [0, 1] } },
        ui: { "diff-formatter": ":git", pager: delta },
      },
    } as never),
  },
  always: {
    programs: {
      delta: mkIf((context) => former(context) === true, {
        enable: true,
        enableGitIntegration: mkDefault(true),
      }),
    },
  },
});
