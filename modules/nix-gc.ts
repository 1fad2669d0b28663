/** A timetable for Nix's garbage collector, where Nix is used beside Lares. */
import {
  type Context,
  calendarIntervals,
  defineProgram,
  option,
  renamed,
  type TreeOf,
  t,
} from "lares/module";

const dates = t.coercedTo(t.str, (date: string) => [date], t.listOf(t.str));

const options = {
  automatic: option(t.bool, {
    default: false,
    description: "Whether Nix's garbage is collected from time to time.",
  }),
  dates: option(dates, {
    default: ["weekly"],
    description: "When, in systemd's calendar notation; on macOS one of its shorthands, or a time of day.",
    example: "03:15",
  }),
  options: option(t.nullOr(t.str), {
    default: null,
    description: "Arguments of `nix-collect-garbage`, expanded by a shell.",
    example: "--delete-older-than 30d",
  }),
  persistent: option(t.bool, {
    default: true,
    description: "Whether a time that was missed, with the machine off, is made up for.",
  }),
  randomizedDelaySec: option(t.singleLineStr, {
    default: "0",
    description: "The longest random delay, as systemd writes spans of time.",
    example: "45min",
  }),
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
        StartCalendarInterval: own.dates.flatMap((date) => calendarIntervals(date) ?? []),
      },
    },
  }),
  assertions: ({ dates }, { host }) => [
    {
      assertion: host.os !== "darwin" || dates.every((date) => calendarIntervals(date) !== undefined),
      message:
        "nix.gc.dates has a time that launchd cannot say: use hourly, daily, weekly, monthly or a time of day.",
    },
  ],
});
