/** patdiff, which compares files word by word: by itself, and for Git. */
import {
  type Context,
  defineProgram,
  mkDefault,
  mkIf,
  option,
  programOptions,
  renamed,
  type TreeOf,
  t,
} from "lares/module";
import { gitRivals, soleRival, toldRivals } from "./git/rivals.ts";

const options = {
  ...programOptions("patdiff, which compares files word by word", "patdiff"),
  enableGitIntegration: option(t.bool, {
    default: false,
    description: "Whether Git shows differences by patdiff.",
  }),
  gitRivals,
};
export interface PatdiffOptions extends TreeOf<typeof options> {}

/** Its place before it had one of its own; Git's integration was part of it. */
const formerOptions = {
  enable: option(t.nullOr(t.bool), {
    default: null,
    internal: true,
    description: "The former place of programs.patdiff.enable and programs.patdiff.enableGitIntegration.",
  }),
  package: renamed("programs.patdiff.package"),
};

declare module "lares/module" {
  interface ProgramOptions {
    readonly patdiff: PatdiffOptions;
  }
}

const former = ({ config }: Context): boolean | null =>
  (config.programs as unknown as { readonly git: { readonly patdiff: { readonly enable: boolean | null } } })
    .git.patdiff.enable;

const isOn = ({ config }: Context): boolean =>
  config.programs.patdiff.enable && config.programs.patdiff.enableGitIntegration;

export default defineProgram("programs.patdiff", {
  url: import.meta.url,
  options,
  more: { "programs.git.patdiff": formerOptions },
  assertions: (own, context) => [soleRival("patdiff", isOn(context), own.gitRivals)],
  warnings: (_, context) => [
    former(context) !== null && "programs.git.patdiff.enable is now programs.patdiff.enable.",
    former(context) === true &&
      "programs.patdiff.enableGitIntegration is on because of programs.git.patdiff.enable: set it to true.",
  ],
  whenLoaded: {
    ...toldRivals("patdiff", isOn),
    "programs.git": mkIf(isOn, {
      iniContent: {
        diff: {
          external: ({ config, lib }: Context) =>
            lib.program(config.programs.patdiff.package ?? "patdiff", "patdiff-git-wrapper"),
        },
      },
    } as never),
  },
  always: {
    programs: {
      patdiff: mkIf((context) => former(context) === true, {
        enable: true,
        enableGitIntegration: mkDefault(true),
      }),
    },
  },
});
