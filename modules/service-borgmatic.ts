/** A timetable for borgmatic. */
import {
  type Context,
  calendarIntervals,
  defineProgram,
  option,
  saidByLaunchd,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  enable: option(t.bool, { default: false, description: "Whether borgmatic runs from time to time." }),
  frequency: option(t.str, {
    default: "hourly",
    description: "When, in systemd's calendar notation; on macOS one of its shorthands, or a time of day.",
    example: "daily",
  }),
};
export interface BorgmaticServiceOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly borgmatic: BorgmaticServiceOptions;
  }
}

const borgmatic = ({ config, lib }: Context): string =>
  lib.program(config.programs.borgmatic.package ?? "borgmatic");

const inhibit = '--who="borgmatic" --what="sleep:shutdown" --why="Prevent interrupting scheduled backup"';

export default defineProgram("services.borgmatic", {
  url: import.meta.url,
  options,
  units: ({ frequency }, context) => ({
    services: {
      borgmatic: {
        Unit: { Description: "borgmatic backup", ConditionACPower: true },
        Service: {
          Type: "oneshot",
          Nice: 19,
          IOSchedulingClass: "best-effort",
          IOSchedulingPriority: 7,
          IOWeight: 100,
          Restart: "no",
          LogRateLimitIntervalSec: 0,
          // A machine that has just woken up has no network yet.
          ExecStartPre: `${context.lib.program("coreutils", "sleep")} 3m`,
          ExecStart: `${context.lib.program("systemd", "systemd-inhibit")} ${inhibit} ${borgmatic(context)} --stats --verbosity -1 --list --syslog-verbosity 1`,
        },
      },
    },
    timers: {
      borgmatic: {
        Unit: { Description: "Run borgmatic backup" },
        Timer: { OnCalendar: frequency, Persistent: true, RandomizedDelaySec: "10m" },
        Install: { WantedBy: ["timers.target"] },
      },
    },
  }),
  agents: ({ frequency }, context) => ({
    borgmatic: {
      enable: true,
      config: {
        ProgramArguments: [borgmatic(context), "--stats", "--verbosity", "-1", "--list"],
        ProcessType: "Background",
        StartCalendarInterval: calendarIntervals(frequency) ?? null,
        StandardOutPath: `${context.config.home.homeDirectory}/Library/Logs/borgmatic/launchd-stdout.log`,
        StandardErrorPath: `${context.config.home.homeDirectory}/Library/Logs/borgmatic/launchd-stderr.log`,
      },
    },
  }),
  assertions: ({ frequency }, { host }) => [saidByLaunchd("services.borgmatic.frequency", [frequency], host)],
});
