/** The sandbox of bubblewrap (https://github.com/containers/bubblewrap). */

import { mountTable, placeInputs } from "./mounts.ts";
import {
  builderGroup,
  builderUser,
  type ConfinedBuild,
  type Confinement,
  folderInSandbox,
  type SystemPath,
} from "./sandbox.ts";

/** `program`: where bwrap is. Its arguments are in a file, as there may be more than a command line holds. */
export const bwrapConfinement = (program: string, system: BwrapSystem): Confinement => ({
  kind: "bwrap",
  hasOwnStore: true,
  folderSeen: () => folderInSandbox,
  command: (request) => {
    const { builder, args, work, inputs } = request;
    const isLarge = inputs.length > mostInputs;
    const file = `${work.path}/bwrap-arguments`;
    const own = bwrapArguments(isLarge ? { ...request, inputs: [] } : request, system);
    system.write(file, own.map((word) => `${word}\0`).join(""));
    const inner = ["-c", 'exec 3< "$1"; shift; exec "$@"', "sh", file, program, "--args", "3", "--"];
    const command = [...inner, builder, ...args];
    if (!isLarge) return { program: "/bin/sh", args: command };
    return { program, args: [...placingInputs(request, system), "/bin/sh", ...command] };
  },
});

/**
 * bwrap takes 9,000 arguments, and looks through all mounts after each one that it makes. Of more inputs than this an outer
 * sandbox makes the mounts, in the folder that the inner one then takes over with them.
 */
const mostInputs = 250;

const placingInputs = (
  { inputs, storeDir, scratch, work }: ConfinedBuild,
  { mounts, write }: BwrapSystem,
): readonly string[] => {
  const table = `${work.path}/mounts-of-inputs`;
  write(
    table,
    mountTable(inputs, (path) => `${scratch}${path.slice(storeDir.length)}`),
  );
  const script = `${placeInputs(storeDir, scratch, table, mounts)}; exec "$@"`;
  return [
    ...[
      "--die-with-parent",
      "--unshare-user",
      "--uid",
      "0",
      "--gid",
      "0",
      "--cap-add",
      "CAP_SYS_ADMIN",
      "--cap-add",
      "CAP_SETFCAP",
    ],
    ...["--dev-bind", "/", "/", "--", "/bin/sh", "-euc", script, "sh"],
  ];
};

export interface BwrapSystem {
  readonly paths: readonly SystemPath[];
  /** Further ones with the network. */
  readonly networkPaths: readonly SystemPath[];
  /** Text of /proc/self/mountinfo. */
  readonly mounts: string;
  write(file: string, text: string): void;
}

/** All that stands before the builder's own command. */
export const bwrapArguments = (
  { storeDir, scratch, inputs, work, network, environment }: ConfinedBuild,
  { paths, networkPaths }: Pick<BwrapSystem, "paths" | "networkPaths">,
): readonly string[] => [
  ...["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
  ...(network ? [] : ["--unshare-net"]),
  ...["--uid", String(builderUser), "--gid", String(builderGroup), "--hostname", "localhost"],
  ...["--die-with-parent", "--new-session", "--clearenv"],
  ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ...[...paths, ...(network ? networkPaths : [])].flatMap(placed),
  ...["passwd", "group", "hosts"].flatMap((name) => ["--ro-bind", `${work.etc}/${name}`, `/etc/${name}`]),
  ...["--proc", "/proc", "--dev", "/dev"],
  ...["--bind", work.tmp, "/tmp", "--bind", work.build, folderInSandbox],
  ...["--bind", scratch, storeDir],
  ...inputs.flatMap((path) => ["--ro-bind", path, path]),
  ...["--remount-ro", "/", "--chdir", folderInSandbox],
];

const placed = (at: SystemPath): readonly string[] =>
  at.type === "link" ? ["--symlink", at.text, at.path] : ["--ro-bind", at.path, at.path];
