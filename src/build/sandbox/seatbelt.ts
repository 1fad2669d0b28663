/** The sandbox of macOS: `sandbox-exec` with a profile in Apple's Scheme. The builder sees the store itself. */
import type { ConfinedBuild, Confinement } from "./sandbox.ts";

export const seatbeltConfinement: Confinement = {
  kind: "sandbox-exec",
  hasOwnStore: false,
  folderSeen: (folder) => folder,
  command: (request) => ({
    program: "/usr/bin/sandbox-exec",
    args: [
      "-p",
      seatbeltProfile(request),
      "/usr/bin/env",
      "-i",
      ...variables(request),
      request.builder,
      ...request.args,
    ],
  }),
};

/** Everything is denied but what is listed; later rules win over earlier ones. */
export const seatbeltProfile = ({ inputs, outputs, work, network, storeDir }: ConfinedBuild): string =>
  [
    "(version 1)",
    "(deny default (with no-log))",
    "(allow process-fork process-exec* process-info* signal (target same-sandbox))",
    "(allow sysctl-read mach-lookup mach-priv-task-port ipc-posix* ipc-sysv-shm system-info)",
    "(allow pseudo-tty file-ioctl)",
    network
      ? "(allow network* system-socket)"
      : '(allow network* (local ip "localhost:*") (remote ip "localhost:*") (remote unix-socket))',
    "(allow file-read-metadata)",
    allow("file-read*", [
      ...systemFolders.map(subpath),
      ...deviceFiles.map(literal),
      ...["/", "/dev/fd"].map(literal),
    ]),
    ...(network ? [allow("file-read*", networkFiles.map(subpath))] : []),
    `(allow file-write* ${["/dev/null", "/dev/zero", "/dev/tty", "/dev/dtracehelper"].map(literal).join(" ")})`,
    `(deny file-read-data ${literal(storeDir)})`,
    ...(inputs.length === 0 ? [] : [allow("file-read* process-exec*", inputs.map(subpath))]),
    allow("file-read* file-write* process-exec*", [...outputs, work.build, work.tmp].map(subpath)),
    "",
  ].join("\n");

const systemFolders = [
  "/usr",
  "/bin",
  "/sbin",
  "/System",
  "/Library/Apple",
  "/Library/Developer",
  "/private/var/db/dyld",
  "/private/var/select",
];
const deviceFiles = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx"];
const networkFiles = [
  "/private/etc/resolv.conf",
  "/private/var/run/resolv.conf",
  "/private/etc/hosts",
  "/private/etc/ssl",
  "/private/etc/services",
  "/private/etc/protocols",
];

const allow = (what: string, where: readonly string[]): string => `(allow ${what}\n  ${where.join("\n  ")})`;
const subpath = (path: string): string => `(subpath ${text(path)})`;
const literal = (path: string): string => `(literal ${text(path)})`;
const text = (path: string): string => `"${path.replace(/["\\]/g, "\\$&")}"`;

const variables = ({ environment }: ConfinedBuild): readonly string[] =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}`);
