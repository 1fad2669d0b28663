/** swayidle runs commands when nobody is there, on Wayland. */
import {
  type ConfigOf,
  defineProgram,
  option,
  programOptions,
  renamed,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const timeout = t.submodule({
  timeout: option(t.positive, { description: "After how many seconds.", example: 60 }),
  command: option(t.str, { description: "What runs then." }),
  resumeCommand: option(t.nullOr(t.str), { default: null, description: "What runs once somebody is back." }),
});

/** Marks events that came as a list. */
const legacyEvents = "";

const events = t.coercedTo(
  t.listOf(t.attrsOf(t.str)),
  (list: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string | null>> => ({
    [legacyEvents]: null,
    ...Object.fromEntries(list.map(({ event, command }) => [event, command])),
  }),
  t.attrsOf(t.nullOr(t.str)),
);

const options = {
  ...programOptions("swayidle", "swayidle"),
  timeouts: option(t.listOf(timeout), {
    default: [],
    description: "Commands for when nothing has been done for a while.",
    example: [{ timeout: 60, command: "swaylock -fF" }],
  }),
  events: option(events, {
    default: {},
    description:
      "Commands for what happens, by event. (A list of `{ event, command }` is accepted, and deprecated.)",
    example: { "before-sleep": "swaylock -fF", lock: "lock" },
  }),
  extraArgs: option(t.listOf(t.str), { default: ["-w"], description: "Further arguments." }),
  systemdTargets: option(t.listOf(t.str), {
    default: ({ config }) => [config.wayland.systemd.target],
    defaultText: "[wayland.systemd.target]",
    description: "The targets that start the service.",
  }),
  systemdTarget: renamed<string>("services.swayidle.systemdTargets", { convert: (target) => [target] }),
};
export interface SwayidleOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly swayidle: SwayidleOptions;
  }
}

type Own = ConfigOf<typeof options>;

const timeoutWords = ({ timeouts }: Own) =>
  timeouts.flatMap(({ timeout: seconds, command, resumeCommand }) => [
    "timeout",
    String(seconds),
    alwaysQuoted(command),
    ...(resumeCommand === null ? [] : ["resume", alwaysQuoted(resumeCommand)]),
  ]);

const eventWords = ({ events }: Own) =>
  sortedEntries(events)
    .filter(([event, command]) => command !== null && event !== legacyEvents)
    .flatMap(([event, command]) => [event, alwaysQuoted(command!)]);

/** systemd splits the line: quotes of its own kind. */
const alwaysQuoted = (command: string): string =>
  `'${command.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

export default defineProgram("services.swayidle", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  warnings: ({ events }) => [
    legacyEvents in events &&
      'services.swayidle.events is a list, which is deprecated: give the commands by event, as in { lock: "swaylock -fF" }.',
  ],
  units: (own, { lib }) => ({
    services: {
      swayidle: {
        Unit: waylandUnit("Idle manager for Wayland", own.systemdTargets, {
          Documentation: "man:swayidle(1)",
        }),
        Service: {
          Type: "simple",
          Restart: "always",
          Environment: [
            `PATH=${lib.program("bash-interactive", "bash").replace(/\/?bash$/, "") || "/usr/bin:/bin"}`,
          ],
          ExecStart: [
            lib.program(own.package ?? "swayidle"),
            ...own.extraArgs,
            ...timeoutWords(own),
            ...eventWords(own),
          ].join(" "),
        },
        Install: { WantedBy: own.systemdTargets },
      },
    },
  }),
});
