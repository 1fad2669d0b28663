/**
 * The sandbox of the system's own programs (util-linux): `unshare` makes the namespaces, a script puts the file system
 * together, and a second, inner user namespace takes the rights away that this needed. The script is process 1 of
 * its namespace, so that whatever a builder leaves running dies when it ends.
 */
import { dirname } from "node:path";
import { lockedFlags, mountTable, placeInputs, quoted } from "./mounts.ts";
import {
  builderGroup,
  builderUser,
  type ConfinedBuild,
  type Confinement,
  devices,
  folderInSandbox,
  type SystemPath,
} from "./sandbox.ts";

export interface UnshareSystem {
  readonly paths: readonly SystemPath[];
  /** Further ones with the network. */
  readonly networkPaths: readonly SystemPath[];
  /** Text of /proc/self/mountinfo. */
  readonly mounts: string;
  isDirectory(path: string): boolean;
  write(file: string, text: string): void;
}

/** `program`: where unshare is, which has to be found in the sandbox too, whatever PATH a builder is given. */
export const unshareConfinement = (program: string, system: UnshareSystem): Confinement => ({
  kind: "unshare",
  hasOwnStore: true,
  folderSeen: () => folderInSandbox,
  command: (request) => {
    const script = `${request.work.path}/set-up.sh`;
    const { inputs, storeDir, scratch } = request;
    const placeOf = (path: string): string => `${scratch}${path.slice(storeDir.length)}`;
    system.write(`${request.work.path}/mounts-of-inputs`, mountTable(inputs, placeOf));
    system.write(script, setUpScript(program, request, system));
    const namespaces = [
      "--user",
      "--map-root-user",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "--ipc",
      "--uts",
    ];
    return {
      program: "setpriv",
      args: [
        "--pdeathsig",
        "KILL",
        program,
        ...namespaces,
        ...(request.network ? [] : ["--net"]),
        "sh",
        script,
      ],
    };
  },
});

/** Run as root of the new namespaces; ends with the builder's status. */
export const setUpScript = (program: string, build: ConfinedBuild, system: UnshareSystem): string => {
  const { storeDir, scratch, inputs, work, network, environment, builder, args } = build;
  const root = `${work.path}/root`;
  const table = `${work.path}/mounts-of-inputs`;
  const readOnly = (path: string, at: string): string => {
    const make = system.isDirectory(path) ? "mkdir -p" : "touch";
    const parent = make === "touch" ? `mkdir -p ${quoted(root + dirname(at))}; ` : "";
    const flags = lockedFlags(system.mounts, path);
    return `${parent}${make} ${quoted(root + at)}; mount --rbind ${quoted(path)} ${quoted(root + at)}; mount -o ${["remount", "bind", "ro", ...flags].join(",")} ${quoted(root + at)}`;
  };
  const writable = (path: string, at: string): string =>
    `mkdir -p ${quoted(root + at)}; mount --bind ${quoted(path)} ${quoted(root + at)}`;
  const system_ = [...system.paths, ...(network ? system.networkPaths : [])];
  return [
    "set -eu",
    "umask 022",
    `mkdir -p ${quoted(root)}`,
    `mount -t tmpfs -o mode=0755,nosuid,nodev sandbox ${quoted(root)}`,
    ...system_.map((at) =>
      at.type === "link"
        ? `mkdir -p ${quoted(root + dirname(at.path))}; ln -s ${quoted(at.text)} ${quoted(root + at.path)}`
        : readOnly(at.path, at.path),
    ),
    ...["passwd", "group", "hosts"].map((name) => readOnly(`${work.etc}/${name}`, `/etc/${name}`)),
    `mkdir -p ${quoted(`${root}/proc`)}; mount -t proc -o nosuid,nodev,noexec proc ${quoted(`${root}/proc`)}`,
    ...deviceLines(root),
    writable(work.tmp, "/tmp"),
    writable(work.build, folderInSandbox),
    ...(inputs.length === 0 ? [] : [placeInputs(storeDir, scratch, table, system.mounts)]),
    `mkdir -p ${quoted(root + storeDir)}; mount --rbind ${quoted(scratch)} ${quoted(root + storeDir)}`,
    ...(network ? [] : ["ip link set lo up 2>/dev/null || true"]),
    "hostname localhost 2>/dev/null || true",
    `cd ${quoted(root)}`,
    "mkdir .outside; pivot_root . .outside; umount -l .outside; rmdir .outside",
    "mount -o remount,bind,ro,nosuid,nodev /",
    `cd ${folderInSandbox}`,
    "set +e",
    [
      ...["env", "-i"],
      ...Object.entries(environment).map(([name, value]) => quoted(`${name}=${value}`)),
      ...[quoted(program), "--user", `--map-user=${builderUser}`, `--map-group=${builderGroup}`, "--"],
      ...[builder, ...args].map(quoted),
    ].join(" "),
    "exit $?",
    "",
  ].join("\n");
};

/** Device nodes cannot be made in a user namespace: the system's own are bound. */
const deviceLines = (root: string): readonly string[] => [
  `mkdir -p ${quoted(`${root}/dev/shm`)} ${quoted(`${root}/dev/pts`)}`,
  ...devices.map((name) => {
    const at = quoted(`${root}/dev/${name}`);
    return `touch ${at}; mount --bind /dev/${name} ${at}`;
  }),
  `mount -t tmpfs -o mode=1777,nosuid,nodev shm ${quoted(`${root}/dev/shm`)}`,
  `mount -t devpts -o newinstance,ptmxmode=0666,nosuid,noexec pts ${quoted(`${root}/dev/pts`)}`,
  `ln -s pts/ptmx ${quoted(`${root}/dev/ptmx`)}`,
  ...[
    ["/proc/self/fd", "fd"],
    ["/proc/self/fd/0", "stdin"],
    ["/proc/self/fd/1", "stdout"],
    ["/proc/self/fd/2", "stderr"],
  ].map(([text, name]) => `ln -s ${text} ${quoted(`${root}/dev/${name}`)}`),
];
