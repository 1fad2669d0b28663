/** Agents of macOS' launchd: `Library/LaunchAgents/LABEL.plist`. */
import {
  type Context,
  defineModule,
  mkIf,
  option,
  optionValues,
  type PlistValue,
  quoteShellWords,
  t,
  toPlist,
} from "lares/module";

const nullable = <T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], description: string) =>
  option(t.nullOr(type), { default: null, description });

const limits = t.freeform(t.json, {
  Core: nullable(t.int, "Largest core file, in bytes."),
  CPU: nullable(t.int, "Most processor time, in seconds."),
  Data: nullable(t.int, "Largest data segment, in bytes."),
  FileSize: nullable(t.int, "Largest file, in bytes."),
  MemoryLock: nullable(t.int, "Most memory that may be locked, in bytes."),
  NumberOfFiles: nullable(t.int, "Most open files."),
  NumberOfProcesses: nullable(t.int, "Most processes of the user."),
  ResidentSetSize: nullable(t.int, "Largest resident set, in bytes."),
  Stack: nullable(t.int, "Largest stack, in bytes."),
});

const calendar = t.submodule({
  Minute: nullable(t.intBetween(0, 59), "The minute it runs at; null for each."),
  Hour: nullable(t.intBetween(0, 23), "The hour it runs at; null for each."),
  Day: nullable(t.intBetween(1, 31), "The day of the month it runs on; null for each."),
  Weekday: nullable(
    t.intBetween(0, 7),
    "The day of the week it runs on, 0 and 7 being Sunday; null for each.",
  ),
  Month: nullable(t.intBetween(1, 12), "The month it runs in; null for each."),
});

/** The keys of launchd.plist(5) that are worth a check; any other may be set too. */
const agentConfig = t.freeform(t.nullOr(t.json), {
  Label: option(t.nullOr(t.str), {
    default: null,
    defaultText: "org.nix-community.home.NAME",
    description: "The name by which launchd knows the agent.",
  }),
  Disabled: nullable(t.bool, "Whether launchd leaves the agent alone until it is told otherwise."),
  EnvironmentVariables: nullable(t.attrsOf(t.str), "Variables of the agent's environment."),
  KeepAlive: nullable(t.either(t.bool, t.jsonObject), "Whether, or on which conditions, it is kept running."),
  LimitLoadToSessionType: nullable(t.either(t.str, t.listOf(t.str)), "The kinds of session that it is for."),
  Nice: nullable(t.int, "The agent's niceness."),
  ProcessType: nullable(
    t.enum("Background", "Standard", "Adaptive", "Interactive"),
    "What it is, for the system to give it resources.",
  ),
  Program: nullable(t.path, "The program that runs; the first of ProgramArguments where it is null."),
  ProgramArguments: nullable(t.listOf(t.str), "The program that runs, and its arguments."),
  QueueDirectories: nullable(t.listOf(t.str), "Folders that make it run while they are not empty."),
  RunAtLoad: nullable(t.bool, "Whether it runs once it is loaded."),
  HardResourceLimits: nullable(limits, "Limits that cannot be exceeded."),
  SoftResourceLimits: nullable(limits, "Limits that the agent itself may raise."),
  StandardErrorPath: nullable(t.path, "The file that takes what it says on standard error."),
  StandardInPath: nullable(t.path, "The file that it reads as standard input."),
  StandardOutPath: nullable(t.path, "The file that takes what it says on standard output."),
  StartCalendarInterval: nullable(
    t.either(calendar, t.nonEmptyListOf(calendar)),
    "When it runs: a time, or several.",
  ),
  StartInterval: nullable(t.int, "After how many seconds it runs again."),
  StartOnMount: nullable(t.bool, "Whether it runs each time a file system is mounted."),
  ThrottleInterval: nullable(t.int, "The least number of seconds between two starts."),
  Umask: nullable(t.int, "The agent's umask, as a decimal number."),
  WatchPaths: nullable(t.listOf(t.path), "Paths that make it run when they change."),
  WorkingDirectory: nullable(t.str, "The folder it runs in."),
});

const agent = t.submodule({
  enable: option(t.bool, { default: false, description: "Whether to have this agent." }),
  config: option(agentConfig, {
    description: "The agent's keys, as launchd.plist(5) names them; null ones are left out.",
    example: {
      ProgramArguments: ["/usr/bin/say", "Good afternoon"],
      StartCalendarInterval: [{ Hour: 12, Minute: 0 }],
    },
  }),
  domain: option(t.enum("gui", "user"), {
    default: "gui",
    description:
      "launchd's domain that the agent is loaded into: that of the graphical session, or the user's, which is there without one.",
  }),
  waitForNixStore: option(t.bool, {
    default: true,
    description:
      "Whether an agent whose program lies in `/nix/store` waits until that is mounted, which at login may be later.",
  }),
});

const launchdOptions = {
  enable: option(t.bool, {
    default: ({ host }) => host.os === "darwin",
    defaultText: "true on macOS",
    description: "Whether to write the agents of launchd.",
  }),
  agents: option(t.attrsOf(agent), {
    default: {},
    description: "Agents of launchd, by name.",
    example: {
      sync: { enable: true, config: { ProgramArguments: ["/usr/local/bin/sync"], StartInterval: 300 } },
    },
  }),
};

type Tree = typeof launchdOptions;
export interface LaunchdOptions extends Tree {}
const options: LaunchdOptions = launchdOptions;

declare module "lares/module" {
  interface Options {
    readonly launchd: LaunchdOptions;
  }
}

const active = ({ config, host }: Context) => config.launchd.enable && host.os === "darwin";

type Agent = Context["config"]["launchd"]["agents"][string];

const enabledAgents = ({ config }: Context) =>
  Object.entries(config.launchd.agents).filter(([, { enable }]) => enable);

/** Label, text and domain of each agent. */
const plists = (context: Context): readonly (readonly [string, string, string])[] =>
  enabledAgents(context).map(([name, agent]) => {
    const label = agent.config.Label ?? `org.nix-community.home.${name}`;
    return [label, plistOf(agent, label), agent.domain];
  });

const plistOf = ({ config, waitForNixStore }: Agent, label: string): string => {
  const keys = { ...(plain(config) as Readonly<Record<string, PlistValue>>), Label: label };
  if (config.ProgramArguments === null) return toPlist(keys);
  const words = findable(config.ProgramArguments);
  if (!waitForNixStore || !words.some(inNixStore)) return toPlist({ ...keys, ProgramArguments: words });
  return toPlist({ ...keys, ProgramArguments: afterNixStore(words) });
};

/** launchd has a short PATH of its own: by way of `env` a bare program is looked for in the agent's. */
const findable = (words: readonly string[]): readonly string[] =>
  words[0]?.includes("/") === false ? ["/usr/bin/env", ...words] : words;

/** A stand-in (`@name@`) stands for a path there. */
const inNixStore = (word: string): boolean => /\/nix\/store\/|@[\w+.-]+@/.test(word);

const afterNixStore = (words: readonly string[]): readonly string[] => [
  "/bin/sh",
  "-c",
  `/bin/wait4path /nix/store && exec ${quoteShellWords(words)}`,
];

/** Submodules as plain records, all the way down. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(optionValues(value))
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, plain(inner)]),
  );
};

/** launchd reads agents from `~/Library/LaunchAgents`, and wants real files there. */
const agentFiles = (context: Context) =>
  Object.fromEntries(
    plists(context).map(([label, text, domain]) => [
      `Library/LaunchAgents/${label}.plist`,
      { text, mode: "copy" as const, onChange: reload(label, domain) },
    ]),
  );

/** An agent that runs is ended first: launchd keeps to what it has once read. */
const reload = (label: string, domain: string): string =>
  `if [ -x /bin/launchctl ]; then
  agent="$HOME/Library/LaunchAgents/${label}.plist"
  run --silence /bin/launchctl bootout "${domain}/$(id -u)/${label}" || true
  [ ! -e "$agent" ] || run /bin/launchctl bootstrap "${domain}/$(id -u)" "$agent"
fi
`;

const generationFiles = (context: Context) =>
  Object.fromEntries(plists(context).map(([label, text]) => [`LaunchAgents/${label}.plist`, text]));

export default defineModule({
  path: "launchd",
  url: import.meta.url,
  options,
  config: {
    home: {
      file: mkIf(active, agentFiles),
      generationFiles: mkIf(active, generationFiles),
    },
    assertions: mkIf(
      (context) => enabledAgents(context).length > 0,
      ({ host }) => [
        {
          assertion: host.os === "darwin",
          message:
            'launchd.agents has agents, and only macOS has launchd: define them under mkIf(({ host }) => host.os === "darwin", …), or use systemd.user.services.',
        },
      ],
    ),
  },
});
