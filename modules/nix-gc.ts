/** A timetable for Nix's garbage collector, where Nix is used beside Lares. */
import { type Context, defineProgram, option, renamed, saidByLaunchd, type TreeOf, t } from "lares/module";
import { launchdTimes, timetableOptions } from "./errands/errand.ts";

const options = {
  automatic: option(t.bool, {
    default: false,
    description: "Whether Nix's garbage is collected from time to time.",
  }),
  options: option(t.nullOr(t.str), {
    default: null,
    description: "Arguments of `nix-collect-garbage`, expanded by a shell.",
    example: "--delete-older-than 30d",
  }),
  ...timetableOptions("weekly"),
  frequency: renamed<string>("nix.gc.dates"),
};
export interface NixGcOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface NixOptions {
    readonly gc: NixGcOptions;
  }
}

type Own = Context["config"]["nix"]["gc"];

const command = (own: Own, { config, lib }: Context): string =>
  [lib.program(config.nix.package ?? "nix", "nix-collect-garbage"), own.options].filter(Boolean).join(" ");

export default defineProgram("nix.gc", {
  url: import.meta.url,
  options,
  enabled: ({ automatic }) => automatic,
  /** A script, since its options may have arithmetic and variables in them. */
  units: (own, context) => ({
    services: {
      "nix-gc": {
        Unit: { Description: "Nix Garbage Collector" },
        Service: {
          Type: "oneshot",
          ExecStart: `${context.lib.script("nix-gc", `exec ${command(own, context)}\n`)}`,
        },
      },
    },
    timers: {
      "nix-gc": {
        Unit: { Description: "Nix Garbage Collector" },
        Timer: {
          OnCalendar: own.dates,
          Persistent: own.persistent,
          RandomizedDelaySec: own.randomizedDelaySec,
          Unit: "nix-gc.service",
        },
        Install: { WantedBy: ["timers.target"] },
      },
    },
  }),
  agents: (own, context) => ({
    "nix-gc": {
      enable: true,
      config: {
        ProgramArguments: command(own, context).split(" "),
        StartCalendarInterval: launchdTimes(own.dates),
      },
    },
  }),
  assertions: ({ dates }, { host }) => [saidByLaunchd("nix.gc.dates", dates, host)],
});
