/** Services written once, run by systemd on Linux and by launchd on macOS. */
import {
  type Context,
  calendarIntervals,
  defineModule,
  mkMerge,
  option,
  optionValues,
  type PlistValue,
  programOf,
  quoteSystemd,
  quoteSystemdAssignment,
  saidByLaunchd,
  sortedEntries,
  t,
} from "lares/module";
import { environmentOf, keptAlive } from "./session-services/unit.ts";

const word = t.oneOf(t.str, t.package);

const service = t.submodule({
  enable: option(t.bool, { default: true, description: "Whether to have this service." }),
  description: option(t.nullOr(t.str), {
    default: null,
    description: "What it is, in a few words.",
    example: "Keeps folders in sync",
  }),
  process: {
    argv: option(t.nonEmptyListOf(word), {
      description:
        "The program and its arguments, word by word; no shell looks at them. A package stands for its main program, a bare name is found in the session's PATH.",
      example: ["syncthing", "--no-browser"],
    }),
    environment: option(t.attrsOf(t.str), {
      default: {},
      description: "Variables of its environment.",
      example: { RUST_LOG: "info" },
    }),
    workingDirectory: option(t.nullOr(t.str), {
      default: null,
      description: "The folder it runs in; the home where it is null.",
    }),
  },
  restart: option(t.enum("always", "on-failure", "no"), {
    default: "always",
    description: "When it is started again. One with a `schedule` is not.",
  }),
  schedule: option(t.nullOr(t.str), {
    default: null,
    description:
      "When it runs, where it does not run all the time: `hourly`, `daily`, `weekly`, a time of day, or (on Linux alone) any calendar expression of systemd.",
    example: "03:15",
  }),
  systemd: option(t.attrsOf(t.jsonObject), {
    default: {},
    description: "More keys of the systemd unit, by section.",
    example: { Service: { Nice: 10 } },
  }),
  launchd: option(t.jsonObject, {
    default: {},
    description: "More keys of the launchd agent.",
    example: { ProcessType: "Background" },
  }),
});

const services = option(t.attrsOf(service), {
  default: {},
  description: "Services of the user, by name: units of systemd on Linux, agents of launchd on macOS.",
  example: { notes: { process: { argv: ["notes-server", "--port", "8123"] }, restart: "on-failure" } },
});

declare module "lares/module" {
  interface HomeOptions {
    readonly services: typeof services;
  }
}

type Service = Context["config"]["home"]["services"][string];

const enabled = ({ config }: Context): readonly (readonly [string, Service])[] =>
  sortedEntries(config.home.services).filter(([, { enable }]) => enable);

const wordsOf = ({ process }: Service): readonly string[] =>
  process.argv.map((each) => (typeof each === "string" ? each : programOf(each)));

const unitOf = (name: string, own: Service) => {
  const { process, restart, schedule } = own;
  const service = {
    Type: schedule === null ? "simple" : "oneshot",
    ExecStart: wordsOf(own).map(execWord).join(" "),
    ...(process.workingDirectory !== null && { WorkingDirectory: process.workingDirectory }),
    ...(Object.keys(process.environment).length > 0 && {
      Environment: environmentOf(process.environment).map(quoteSystemdAssignment),
    }),
    ...(schedule === null && restart !== "no" && { Restart: restart, RestartSec: 5 }),
  };
  const unit = own.description === null ? {} : { Unit: { Description: own.description } };
  const install = schedule === null ? { Install: { WantedBy: ["default.target"] } } : {};
  return [name, mkMerge([{ ...unit, Service: service, ...install }, own.systemd as never])] as const;
};

const timerOf = (name: string, { schedule, description }: Service) => {
  const timer = {
    Unit: { Description: description ?? name },
    Timer: { OnCalendar: schedule!, Persistent: true },
    Install: { WantedBy: ["timers.target"] },
  };
  return [name, timer] as const;
};

/** A bare name is left as it is: it is looked for in the session's PATH. */
const execWord = (text: string, at: number): string =>
  at === 0 && /^[\w.+-]+$/.test(text) ? text : quoteSystemd(text);

const agentOf = (name: string, own: Service) => {
  const { process, restart, schedule } = own;
  const config: Record<string, unknown> = {
    ProgramArguments: wordsOf(own),
    ...(process.workingDirectory !== null && { WorkingDirectory: process.workingDirectory }),
    ...(Object.keys(process.environment).length > 0 && { EnvironmentVariables: process.environment }),
    ...(schedule === null
      ? { RunAtLoad: true, ...(restart !== "no" && { KeepAlive: restart === "always" ? true : keptAlive }) }
      : { StartCalendarInterval: calendarIntervals(schedule) ?? null }),
    ...(optionValues(own.launchd) as Readonly<Record<string, PlistValue>>),
  };
  return [name, { enable: true, config }] as const;
};

const unsaid = (context: Context) =>
  enabled(context)
    .filter(([, { schedule }]) => schedule !== null)
    .map(([name, { schedule }]) =>
      saidByLaunchd(`home.services.${name}.schedule`, [schedule!], context.host),
    );

/** Each on the system that it is for; empty elsewhere. */
const definitionsOn = (
  os: "linux" | "darwin",
  one: (name: string, own: Service) => readonly [string, unknown],
  wanted: (own: Service) => boolean = () => true,
) => {
  return (context: Context) =>
    (context.host.os === os
      ? Object.fromEntries(
          enabled(context)
            .filter(([, own]) => wanted(own))
            .map(([name, own]) => one(name, own)),
        )
      : {}) as never;
};

export default defineModule({
  path: "home.services",
  url: import.meta.url,
  options: services,
  config: {
    systemd: {
      user: {
        services: definitionsOn("linux", unitOf),
        timers: definitionsOn("linux", timerOf, ({ schedule }) => schedule !== null),
      },
    },
    launchd: { agents: definitionsOn("darwin", agentOf) },
    assertions: unsaid,
  },
});
