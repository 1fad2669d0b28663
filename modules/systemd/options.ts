/** What can be said about the user's own systemd. */
import { option, packagePath, programPath, t } from "lares/module";

const atom = t.nullOr(t.oneOf(packagePath, t.str, t.int, t.float, t.bool));
/** A list repeats its key. */
const value = t.oneOf(atom, t.listOf(atom));
const section = t.attrsOf(value);
const words = t.coercedTo(t.str, (word: string) => [word], t.listOf(t.str));

const unitSection = t.freeform(value, {
  Description: option(t.nullOr(t.singleLineStr), {
    default: null,
    description: "What the unit is, in a few words.",
    example: "Nightly backup of the home",
  }),
  Documentation: option(words, {
    default: [],
    description: "Where the unit is documented: addresses, or manual pages as `man:page(1)`.",
    example: ["man:restic(1)"],
  }),
});

const serviceUnitSection = t.freeform(value, {
  Description: option(t.nullOr(t.singleLineStr), {
    default: null,
    description: "What the service is, in a few words.",
    example: "Nightly backup of the home",
  }),
  Documentation: option(words, {
    default: [],
    description: "Where the service is documented: addresses, or manual pages as `man:page(1)`.",
    example: ["man:restic(1)"],
  }),
  "X-Reload-Triggers": option(t.listOf(t.oneOf(packagePath, t.str)), {
    default: [],
    description: "Anything whose change makes a switch reload the service.",
  }),
  "X-Restart-Triggers": option(t.listOf(t.oneOf(packagePath, t.str)), {
    default: [],
    description: "Anything whose change makes a switch restart the service.",
  }),
  "X-SwitchMethod": option(t.nullOr(t.enum("reload", "restart", "stop-start", "keep-old")), {
    default: null,
    description: "What a switch does to the running service when its unit has changed.",
  }),
});

const serviceSection = t.freeform(value, {
  Environment: option(words, {
    default: [],
    description: "Variables of the service's environment.",
    example: ["VAR1=foo", 'VAR2="bar baz"'],
  }),
  ExecStart: option(
    t.coercedTo(
      t.oneOf(programPath, t.str),
      (command: string) => [command],
      t.listOf(t.oneOf(programPath, t.str)),
    ),
    {
      default: [],
      description: "What runs: an absolute path with its arguments, or a package for its main program.",
      example: "/usr/bin/sleep infinity",
    },
  ),
});

const unitsOf = (kind: string, unit: ReturnType<typeof unitType>) =>
  option(t.attrsOf(unit), {
    default: {},
    description: `The user's ${kind}, by name without the ending: sections with their keys, as in the unit's own file. \`Install\` is carried out: the unit is linked into the targets that want it.`,
  });

const unitType = () => t.freeform(section, { Unit: option(unitSection, { description: "[Unit]." }) });
const serviceType = t.freeform(section, {
  Unit: option(serviceUnitSection, { description: "[Unit]." }),
  Service: option(serviceSection, { description: "[Service]." }),
});

const environment = (whose: string) =>
  option(t.attrsOf(t.nullOr(t.oneOf(packagePath, t.str))), {
    default: {},
    description: `Variables of the environment of ${whose}.`,
    example: { PATH: "%u/bin:%u/.cargo/bin" },
  });

const userOptions = {
  enable: option(t.bool, {
    default: ({ host }) => host.os === "linux",
    defaultText: "true on Linux",
    description: "Whether to write units and other files for the user's systemd.",
  }),
  services: option(t.attrsOf(serviceType), {
    default: {},
    description:
      "The user's services, by name without the ending: sections with their keys, as in the unit's own file. `Install` is carried out: the unit is linked into the targets that want it.",
    example: {
      backup: { Unit: { Description: "Backup" }, Service: { ExecStart: "/usr/bin/restic backup %h" } },
    },
  }),
  sockets: unitsOf("sockets", unitType()),
  targets: unitsOf("targets", unitType()),
  timers: unitsOf("timers", unitType()),
  paths: unitsOf("watched paths", unitType()),
  mounts: unitsOf("mounts", unitType()),
  automounts: unitsOf("automounts", unitType()),
  slices: unitsOf("slices", unitType()),
  packages: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose units are offered to the user's systemd; they are installed.",
  }),
  sessionVariables: option(t.attrsOf(t.oneOf(t.str, t.int)), {
    default: {},
    description:
      "Environment variables of the user's systemd and all it starts, by `environment.d/10-home-manager.conf`. `$OTHER` and `${OTHER:-default}` are expanded.",
    example: { EDITOR: "vim" },
  }),
  settings: option(
    t.freeform(section, {
      Manager: option(
        t.freeform(value, {
          DefaultEnvironment: environment("everything that the user's systemd starts"),
          ManagerEnvironment: environment("the user's systemd itself"),
        }),
        { description: "[Manager]." },
      ),
    }),
    {
      description: "Settings of the user's systemd itself: `systemd/user.conf`.",
      example: { Manager: { DefaultCPUAccounting: true } },
    },
  ),
  tmpfiles: {
    rules: option(t.listOf(t.str), {
      default: [],
      description: "Files and folders to create and clean up, in the lines of tmpfiles.d(5).",
      example: ["L /home/alice/Documents - - - - /mnt/data/Documents"],
    }),
  },
  startServices: option(t.oneOf(t.bool, t.enum("suggest", "sd-switch")), {
    default: true,
    description:
      'Whether a switch starts, stops, restarts and reloads what has changed; "suggest" only says what should be done.',
  }),
  servicesStartTimeoutMs: option(t.unsigned, {
    default: 0,
    description: "How many milliseconds a switch waits for services to start; 0 for as long as it takes.",
  }),
  systemctlPath: option(t.str, {
    default: ({ lib }) => lib.program("systemd", "systemctl"),
    defaultText: "systemctl",
    description: "The `systemctl` that a switch uses.",
  }),
};

type UserTree = typeof userOptions;
export interface SystemdUserOptions extends UserTree {}
const tree = { user: userOptions as SystemdUserOptions };
type Tree = typeof tree;
export interface SystemdOptions extends Tree {}
export const options: SystemdOptions = tree;

declare module "lares/module" {
  interface Options {
    readonly systemd: SystemdOptions;
  }
}
