/** The timetable of `git maintenance`, as units of the user's systemd. */
import { type Context, toIni } from "lares/module";

/**
 * A service that takes the schedule's name, and a timer for each schedule that starts it; systemd looks for enabled
 * units by links in `timers.target.wants`.
 */
export const maintenanceUnits = ({ config, host, lib }: Context) => {
  const { maintenance, package: git } = config.programs.git;
  if (!maintenance.enable || host.os !== "linux" || git === null) return {};
  return {
    "systemd/user/git-maintenance@.service": { text: service(lib.program(git, "git")) },
    ...Object.fromEntries(
      Object.entries(maintenance.timers).flatMap(([schedule, calendar]) => {
        const name = `git-maintenance@${schedule}.timer`;
        return [
          [`systemd/user/${name}`, { text: timer(schedule, calendar) }],
          [
            `systemd/user/timers.target.wants/${name}`,
            { source: lib.file.mkOutOfStoreSymlink(`../${name}`) },
          ],
        ];
      }),
    ),
  };
};

/** Hardened as far as Git allows: repositories may lie anywhere, and maintenance fetches from remotes. */
const service = (git: string): string =>
  toIni({
    Unit: {
      Description: "Keep Git repositories in shape (%i)",
      Documentation: "man:git-maintenance(1)",
    },
    Service: {
      Type: "oneshot",
      ExecStart: `${git.startsWith("/") ? "" : "/usr/bin/env "}${git} for-each-repo --keep-going --config=maintenance.repo maintenance run --schedule=%i`,
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
  });

const timer = (schedule: string, calendar: string): string =>
  toIni({
    Unit: { Description: `Git maintenance, ${schedule}` },
    Timer: { OnCalendar: calendar, Persistent: true, Unit: `git-maintenance@${schedule}.service` },
    Install: { WantedBy: "timers.target" },
  });
