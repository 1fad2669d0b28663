/** The sandbox of bubblewrap (https://github.com/containers/bubblewrap). */
import {
  builderGroup,
  builderUser,
  type ConfinedBuild,
  type Confinement,
  folderInSandbox,
  type SystemPath,
} from "./sandbox.ts";

/** `program`: where bwrap is. `writeArguments` puts its arguments into a file, as there may be more than a command line holds. */
export const bwrapConfinement = (program: string, system: BwrapSystem): Confinement => ({
  kind: "bwrap",
  hasOwnStore: true,
  folderSeen: () => folderInSandbox,
  command: (request) => {
    const file = `${request.work.path}/bwrap-arguments`;
    system.write(
      file,
      bwrapArguments(request, system)
        .map((word) => `${word}\0`)
        .join(""),
    );
    const { builder, args } = request;
    return {
      program: "/bin/sh",
      args: [
        "-c",
        'exec 3< "$1"; shift; exec "$@"',
        "sh",
        file,
        program,
        "--args",
        "3",
        "--",
        builder,
        ...args,
      ],
    };
  },
});

export interface BwrapSystem {
  readonly paths: readonly SystemPath[];
  /** Further ones with the network. */
  readonly networkPaths: readonly SystemPath[];
  write(file: string, text: string): void;
}

/** All that stands before the builder's own command. */
export const bwrapArguments = (
  { storeDir, scratch, inputs, work, network, environment }: ConfinedBuild,
  { paths, networkPaths }: Omit<BwrapSystem, "write">,
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
