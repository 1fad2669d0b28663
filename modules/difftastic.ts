/** difftastic, which compares files by their syntax: for Git and for Jujutsu. */
import {
  type Context,
  commandLineWords,
  defineProgram,
  mkDefault,
  mkIf,
  option,
  packageNamed,
  programOptions,
  quoteShellWords,
  removed,
  renamed,
  type TreeOf,
  t,
} from "lares/module";
import { gitRivals, soleRival, toldRivals } from "./git/rivals.ts";

const scalar = t.oneOf(t.str, t.int, t.bool);

const options = {
  ...programOptions(
    "difftastic, which compares files by their syntax",
    packageNamed("difftastic", { mainProgram: "difft" }),
  ),
  options: option(t.attrsOf(t.oneOf(scalar, t.listOf(scalar))), {
    default: {},
    description: "Options of the command, by their long names.",
    example: { color: "dark", "sort-paths": true, "tab-width": 8 },
  }),
  git: {
    enable: option(t.bool, { default: false, description: "Whether Git compares by difftastic." }),
    mode: option(t.enum("external", "difftool", "both"), {
      default: "external",
      description: "Whether `git diff` itself, `git difftool`, or both of them use it.",
    }),
    diffToolMode: option(t.nullOr(t.bool), {
      default: null,
      internal: true,
      description: "The former way to say that `git difftool` uses it too.",
    }),
  },
  gitRivals,
  jujutsu: {
    enable: option(t.bool, { default: false, description: "Whether Jujutsu compares by difftastic." }),
  },
};
export interface DifftasticOptions extends TreeOf<typeof options> {}

/** Its place before it had one of its own; Git's integration was part of it. */
const formerOptions = {
  enable: option(t.nullOr(t.bool), {
    default: null,
    internal: true,
    description: "The former place of programs.difftastic.enable and programs.difftastic.git.enable.",
  }),
  enableAsDifftool: option(t.nullOr(t.bool), {
    default: null,
    internal: true,
    description: "The former way to say that `git difftool` uses it.",
  }),
  package: renamed("programs.difftastic.package"),
  options: renamed("programs.difftastic.options"),
  background: renamed("programs.difftastic.options.background"),
  color: renamed("programs.difftastic.options.color"),
  context: renamed("programs.difftastic.options.context"),
  display: renamed("programs.difftastic.options.display"),
  extraArgs: removed("use programs.difftastic.options"),
};

declare module "lares/module" {
  interface ProgramOptions {
    readonly difftastic: DifftasticOptions;
  }
}

const ownOf = ({ config }: Context) => config.programs.difftastic;

interface Former {
  readonly enable: boolean | null;
  readonly enableAsDifftool: boolean | null;
}
const former = ({ config }: Context): Former =>
  (config.programs as unknown as { readonly git: { readonly difftastic: Former } }).git.difftastic;

const words = (context: Context): readonly string[] => [
  context.lib.program(ownOf(context).package ?? packageNamed("difftastic", { mainProgram: "difft" })),
  ...commandLineWords(ownOf(context).options),
];
const command = (context: Context): string => quoteShellWords(words(context));

const usedAs = (mode: "external" | "difftool") => (context: Context) => {
  const { git } = ownOf(context);
  return git.enable && (git.mode === mode || git.mode === "both");
};

const isOn = (context: Context): boolean => ownOf(context).enable && usedAs("external")(context);

export default defineProgram("programs.difftastic", {
  url: import.meta.url,
  options,
  more: { "programs.git.difftastic": formerOptions },
  warnings: ({ git }, context) => [
    former(context).enable !== null && "programs.git.difftastic.enable is now programs.difftastic.enable.",
    former(context).enable === true &&
      "programs.difftastic.git.enable is on because of programs.git.difftastic.enable: set it to true.",
    former(context).enableAsDifftool !== null &&
      "programs.git.difftastic.enableAsDifftool is now programs.difftastic.git.mode.",
    git.diffToolMode !== null &&
      'programs.difftastic.git.diffToolMode is now programs.difftastic.git.mode: "both" for true, "external" for false.',
  ],
  assertions: (own, context) => [soleRival("difftastic", isOn(context), own.gitRivals)],
  whenLoaded: {
    ...toldRivals("difftastic", isOn),
    "programs.git": {
      iniContent: {
        diff: {
          external: mkIf(usedAs("external"), command),
          tool: mkIf(usedAs("difftool"), mkDefault("difftastic")),
        },
        difftool: {
          difftastic: mkIf(usedAs("difftool"), {
            cmd: (context: Context) => `${command(context)} $LOCAL $REMOTE`,
          }),
        },
      },
    },
    "programs.jujutsu": mkIf((context) => ownOf(context).jujutsu.enable, {
      settings: { ui: { "diff-formatter": (context: Context) => [...words(context), "$left", "$right"] } },
    } as never),
  },
  always: {
    programs: {
      difftastic: {
        enable: mkIf((context) => former(context).enable === true, true),
        git: {
          enable: mkIf((context) => former(context).enable === true, mkDefault(true)),
          mode: mkIf(
            (context) =>
              ownOf(context).git.diffToolMode === true || former(context).enableAsDifftool === true,
            mkDefault("both"),
          ),
        },
      },
    },
  },
});
