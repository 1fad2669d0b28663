/** What of the system's own files a builder may read: programs and libraries, and little of /etc. */
import { lstat, readlink, realPath, stat, writeFile } from "../../system/files.ts";
import { builderGroup, builderUser, type SystemPath, type WorkFolder } from "./sandbox.ts";

/** In the order in which they have to be made. */
export const systemPaths = (): readonly SystemPath[] => [
  ...programFolders.flatMap(asItIs),
  ...linkerFiles.flatMap(existing),
];

/** For builds that use the network: names of hosts, and the certificates that the system trusts. */
export const networkPaths = (): readonly SystemPath[] => networkFiles.flatMap(existing);

/** Files of the builder's own /etc, written to `work.etc`. */
export const writeEtc = ({ etc }: WorkFolder): void => {
  for (const [name, text] of Object.entries(etcFiles)) writeFile(`${etc}/${name}`, text);
};

export const etcFiles: Readonly<Record<string, string>> = {
  passwd: [
    "root:x:0:0:the superuser:/build:/noshell",
    `nixbld:x:${builderUser}:${builderGroup}:the builder:/build:/noshell`,
    "nobody:x:65534:65534:nobody:/:/noshell",
    "",
  ].join("\n"),
  group: `root:x:0:\nnixbld:!:${builderGroup}:\nnogroup:x:65534:\n`,
  hosts: "127.0.0.1 localhost\n::1 localhost\n",
};

/** NixOS has its programs in /run/current-system, links into /nix/store. */
const programFolders = [
  "/usr",
  "/bin",
  "/sbin",
  "/lib",
  "/lib32",
  "/lib64",
  "/libx32",
  "/run/current-system/sw",
];

/** Debian's commands lead through /etc/alternatives; the linker's list says where libraries are. */
const linkerFiles = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"];

const networkFiles = [
  ...["/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/services", "/etc/protocols"],
  ...["/etc/ssl", "/etc/pki", "/etc/ca-certificates"],
];

/** A link as a link: /bin is one to usr/bin nearly everywhere. */
const asItIs = (path: string): readonly SystemPath[] => {
  const text = readlink(path);
  if (path.startsWith("/run/") && text !== undefined)
    return lstat("/nix/store") ? [bind("/nix/store"), bind(path)] : [];
  if (text !== undefined) return [{ type: "link", path, text }];
  return lstat(path)?.kind === "directory" ? [bind(path)] : [];
};

const existing = (path: string): readonly SystemPath[] =>
  stat(path) === undefined || realPath(path) === undefined ? [] : [bind(path)];

const bind = (path: string): SystemPath => ({ type: "bind", path });
