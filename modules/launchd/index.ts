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
import { agentConfig } from "./agent-config.ts";

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
