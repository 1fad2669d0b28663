/** What is done at certain times: a oneshot and its timer on Linux, an agent on macOS. */
import {
  type CalendarInterval,
  type Context,
  calendarIntervals,
  option,
  quoteShell,
  saidByLaunchd,
  systemdWord,
  t,
} from "lares/module";

export interface Errand {
  /** The name of the units and of the agent. */
  readonly name: string;
  readonly description: string;
  /** One after the other, word by word, until one fails. */
  readonly commands: readonly (readonly string[])[];
  /** The folder they run in; the home when absent. */
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly dates: readonly string[];
  readonly persistent: boolean;
  readonly randomizedDelaySec: string;
}

const dates = t.coercedTo(t.str, (date: string): readonly string[] => [date], t.listOf(t.str));

/** When, for an errand's options. */
export const timetableOptions = (usual: string) => ({
  dates: option(dates, {
    default: [usual],
    description: "When, in systemd's calendar notation; on macOS what launchd can say of it.",
    example: "03:15",
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
});

/** A user manager's PATH has neither the profile nor, on some systems, the user's own programs. */
const environmentOf = ({ environment }: Errand, { lib }: Context): Readonly<Record<string, string>> => ({
  PATH: `${lib.profileDirectory}/bin:/run/current-system/sw/bin:/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin`,
  ...environment,
});

/** An errand that switches homes is not to be stopped by its own work. */
export const errandUnits = (errand: Errand, context: Context) => ({
  services: {
    [errand.name]: {
      Unit: { Description: errand.description, "X-RestartIfChanged": false },
      Service: {
        Type: "oneshot",
        ExecStart: errand.commands.map((words) => words.map(systemdWord).join(" ")),
        Environment: Object.entries(environmentOf(errand, context)).map(
          ([name, value]) => `${name}=${value}`,
        ),
        ...(errand.directory !== undefined && { WorkingDirectory: errand.directory }),
      },
    },
  },
  timers: {
    [errand.name]: {
      Unit: { Description: errand.description },
      Timer: {
        OnCalendar: errand.dates,
        Persistent: errand.persistent,
        RandomizedDelaySec: errand.randomizedDelaySec,
        Unit: `${errand.name}.service`,
      },
      Install: { WantedBy: ["timers.target"] },
    },
  },
});

export const errandAgents = (errand: Errand, context: Context) => {
  const commands = errand.commands.map((words) => words.map(quoteShell).join(" ")).join(" && ");
  const log = `${context.config.home.homeDirectory}/Library/Logs/${errand.name}.log`;
  return {
    [errand.name]: {
      enable: true,
      config: {
        ProgramArguments: ["/bin/sh", "-c", commands],
        ...(errand.directory !== undefined && { WorkingDirectory: errand.directory }),
        EnvironmentVariables: environmentOf(errand, context),
        ProcessType: "Background",
        StartCalendarInterval: launchdTimes(errand.dates),
        StandardOutPath: log,
        StandardErrorPath: log,
      },
    },
  };
};

/** The columns of a module whose one work the errand is; `times` names the option that says when. */
export const errandColumns = <O>(times: string, errandOf: (own: O, context: Context) => Errand) => ({
  units: (own: O, context: Context) => errandUnits(errandOf(own, context), context),
  agents: (own: O, context: Context) => errandAgents(errandOf(own, context), context),
  assertions: (own: O, context: Context) => [
    saidByLaunchd(times, errandOf(own, context).dates, context.host),
  ],
});

/** Those that launchd cannot say are for an assertion to tell of. */
export const launchdTimes = (dates: readonly string[]): readonly CalendarInterval[] | null => {
  const intervals = dates.flatMap((date) => calendarIntervals(date) ?? []);
  return intervals.length === 0 ? null : intervals;
};

/** Lares itself, from the profile, so that an errand runs what was last switched to. */
export const lares = ({ lib }: Context): string => `${lib.profileDirectory}/bin/lares`;
