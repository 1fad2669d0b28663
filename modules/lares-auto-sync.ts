/** A timetable for what keeps a home up to date: the configuration's repository is pulled, and switched to. */
import { type ConfigOf, type Context, defineProgram, option, type TreeOf, t } from "lares/module";
import { type Errand, errandColumns, lares, timetableOptions } from "./errands/errand.ts";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether the home follows its configuration's repository.",
  }),
  directory: option(t.str, {
    default: ({ config }) => `${config.xdg.configHome}/lares`,
    defaultText: "<xdg.configHome>/lares",
    description: "The folder of the configuration, a clone of its repository.",
    example: "/home/ada/dotfiles",
  }),
  pull: option(t.bool, {
    default: true,
    description:
      "Whether the repository is pulled first. Only what leads straight on is taken; else nothing is done.",
  }),
  preSwitchCommands: option(t.listOf(t.str), {
    default: [],
    description: "Commands of a shell that run in the folder before the switch; one that fails prevents it.",
    example: ["git verify-commit HEAD"],
  }),
  flags: option(t.listOf(t.str), {
    default: [],
    description: "Further flags of `lares switch`.",
    example: ["--rollback-on-error"],
  }),
  ...timetableOptions("daily"),
};
export interface LaresAutoSyncOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface LaresSettings {
    readonly autoSync: LaresAutoSyncOptions;
  }
}

const errand = (own: ConfigOf<typeof options>, context: Context): Errand => ({
  name: "lares-auto-sync",
  description: "Bring the home up to its configuration",
  commands: [
    ...(own.pull ? [[context.lib.program("git"), "pull", "--ff-only", "--quiet"]] : []),
    ...own.preSwitchCommands.map((command) => ["/bin/sh", "-c", command]),
    [lares(context), "switch", ...own.flags],
  ],
  directory: own.directory,
  // Nobody is there to be asked for a password.
  environment: { GIT_TERMINAL_PROMPT: "0" },
  dates: own.dates,
  persistent: own.persistent,
  randomizedDelaySec: own.randomizedDelaySec,
});

export default defineProgram("lares.autoSync", {
  url: import.meta.url,
  options,
  ...errandColumns("lares.autoSync.dates", errand),
});
