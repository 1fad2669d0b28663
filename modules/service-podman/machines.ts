/** Podman's machines on macOS, which containers run in: made once, and kept running. */
import { type ConfigOf, type Context, option, quoteShell, t } from "lares/module";

const amount = (description: string, example: number) =>
  option(t.nullOr(t.positive), { default: null, description, example });
const word = (description: string, example?: string) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });

const machineOptions = {
  autoStart: option(t.bool, { default: true, description: "Whether launchd keeps it running." }),
  cpus: amount("How many processors it has.", 2),
  diskSize: amount("The size of its disk, in gigabytes.", 200),
  memory: amount("Its memory, in megabytes.", 8192),
  swap: amount("Its swap space, in megabytes.", 2048),
  image: word("The image it is made of."),
  rootful: option(t.nullOr(t.bool), { default: null, description: "Whether containers run as root in it." }),
  timezone: word("Its time zone.", "UTC"),
  username: word("Its user."),
  volumes: option(t.listOf(t.str), {
    default: ["/Users:/Users", "/private:/private", "/var/folders:/var/folders"],
    description: "Folders of the Mac that it sees.",
  }),
  watchdogInterval: option(t.positive, {
    default: 30,
    description: "Every how many seconds it is looked at.",
    example: 60,
  }),
};
export const machinesOption = option(t.attrsOf(t.submodule(machineOptions)), {
  default: {},
  description: "Machines, by name. One that exists is left as it is.",
});
type Machines = Readonly<Record<string, ConfigOf<typeof machineOptions>>>;

/** Machines that are not there yet are made; none is deleted, since containers and volumes live in it. */
export const initScript = (machines: Machines, podman: string): string =>
  Object.entries(machines)
    .map(
      ([name, machine]) =>
        `if command -v ${podman} >/dev/null && ! ${podman} machine inspect ${quoteShell(name)} >/dev/null 2>&1; then
  run ${podman} machine init ${quoteShell(name)} ${initFlags(machine).join(" ")}
fi
`,
    )
    .join("");

const initFlags = (machine: Machines[string]): readonly string[] => {
  const flag = (name: string, value: string | number | null) =>
    value === null ? [] : [`--${name} ${quoteShell(String(value))}`];
  return [
    ...flag("cpus", machine.cpus),
    ...flag("disk-size", machine.diskSize),
    ...flag("memory", machine.memory),
    ...flag("swap", machine.swap),
    ...flag("image", machine.image),
    ...flag("timezone", machine.timezone),
    ...flag("username", machine.username),
    ...(machine.rootful === true ? ["--rootful"] : []),
    '--volume "$HOME/.config/containers:/var/home/core/.config/containers"',
    ...machine.volumes.map((volume) => `--volume "${volume}"`),
  ];
};

/** Starts the machine whenever it is found stopped. */
export const watchdogAgents = (machines: Machines, podman: string, path: string, lib: Context["lib"]) =>
  Object.fromEntries(
    Object.entries(machines)
      .filter(([, { autoStart }]) => autoStart)
      .map(([name, { watchdogInterval }]) => [
        `podman-machine-${name}`,
        {
          enable: true,
          config: {
            ProgramArguments: [
              String(
                lib.script(`podman-machine-watchdog-${name}`, watchdog(name, watchdogInterval, podman, path)),
              ),
            ],
            KeepAlive: { Crashed: true, SuccessfulExit: false },
            ProcessType: "Background",
            RunAtLoad: true,
          },
        },
      ]),
  );

const watchdog = (name: string, seconds: number, podman: string, path: string): string =>
  `PATH=${quoteShell(path)}
machine=${quoteShell(name)}
trap '${podman} machine stop "$machine"; exit 0' TERM INT
while :; do
  [ "$(${podman} machine inspect "$machine" --format '{{.State}}')" = running ] || ${podman} machine start "$machine"
  sleep ${seconds} &
  wait $!
done
`;
