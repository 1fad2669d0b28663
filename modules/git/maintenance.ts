/** The timetable of `git maintenance`: timers of the user's systemd, agents of launchd. */
import type { Context } from "lares/module";

const command = (schedule: string): readonly string[] => [
  "for-each-repo",
  "--keep-going",
  "--config=maintenance.repo",
  "maintenance",
  "run",
  `--schedule=${schedule}`,
];

/** A service that takes the schedule's name; hardened as far as Git allows, which has to reach remotes. */
export const maintenanceServices = ({ config, lib }: Context) => ({
  "git-maintenance@": {
    Unit: {
      Description: "Keep Git repositories in shape (%i)",
      Documentation: ["man:git-maintenance(1)"],
    },
    Service: {
      Type: "oneshot",
      ExecStart: [fromAnywhere(gitProgram(config, lib)), ...command("%i")].join(" "),
      LockPersonality: "yes",
      MemoryDenyWriteExecute: "yes",
      NoNewPrivileges: "yes",
      RestrictAddressFamilies: "AF_UNIX AF_INET AF_INET6 AF_VSOCK",
      RestrictNamespaces: "yes",
      RestrictRealtime: "yes",
      RestrictSUIDSGID: "yes",
      SystemCallArchitectures: "native",
      SystemCallFilter: "@system-service",
    },
  },
});

export const maintenanceTimers = ({ config }: Context) =>
  Object.fromEntries(
    Object.entries(config.programs.git.maintenance.timers).map(([schedule, calendar]) => [
      `git-maintenance@${schedule}`,
      {
        Unit: { Description: `Git maintenance, ${schedule}` },
        Timer: { OnCalendar: calendar, Persistent: true },
        Install: { WantedBy: ["timers.target"] },
      },
    ]),
  );

/** launchd has no calendar notation: the hours at which Git's own `maintenance start` would run. */
export const maintenanceAgents = ({ config, lib }: Context) =>
  Object.fromEntries(
    Object.entries(launchdTimes).map(([schedule, times]) => [
      `git-maintenance-${schedule}`,
      {
        enable: true,
        config: {
          ProgramArguments: [...fromAnywhere(gitProgram(config, lib)).split(" "), ...command(schedule)],
          StartCalendarInterval: times,
        },
      },
    ]),
  );

const minute = 53;
const launchdTimes = {
  hourly: Array.from({ length: 23 }, (_, i) => ({ Hour: i + 1, Minute: minute })),
  daily: Array.from({ length: 6 }, (_, i) => ({ Hour: 0, Minute: minute, Weekday: i + 1 })),
  weekly: [{ Hour: 0, Minute: minute, Weekday: 0 }],
} as const;

const gitProgram = ({ programs }: Context["config"], lib: Context["lib"]): string =>
  lib.program(programs.git.package ?? "git", "git");

/** Neither systemd nor launchd looks for a bare name where a shell would. */
const fromAnywhere = (program: string): string => (program === "git" ? "/usr/bin/env git" : program);
