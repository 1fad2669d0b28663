/** What sandboxes are told, as text: also of those that this machine does not have. */
import { expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../../src/base/paths.ts";
import { bwrapArguments } from "../../../src/build/sandbox/bwrap.ts";
import { lockedFlags, mountTable } from "../../../src/build/sandbox/mounts.ts";
import type { ConfinedBuild } from "../../../src/build/sandbox/sandbox.ts";
import { seatbeltProfile } from "../../../src/build/sandbox/seatbelt.ts";
import { setUpScript } from "../../../src/build/sandbox/unshare.ts";

const work = absolutePath("/w");
const build: ConfinedBuild = {
  storeDir: absolutePath("/home/a/store"),
  scratch: absolutePath("/home/a/store/.lares-tmp-1"),
  inputs: ["/home/a/store/input" as StorePath],
  outputs: ['/home/a/store/out"put' as StorePath],
  work: {
    path: work,
    build: absolutePath("/w/build"),
    tmp: absolutePath("/w/tmp"),
    etc: absolutePath("/w/etc"),
  },
  network: false,
  environment: { A: "it's\n$x" },
  builder: "/bin/sh",
  args: ["-c", "exit '1'"],
};
const paths = [
  { type: "bind", path: "/usr" },
  { type: "link", path: "/bin", text: "usr/bin" },
] as const;
const networkPaths = [{ type: "bind", path: "/etc/resolv.conf" }] as const;

test("bwrap: the network and its files only where they are allowed", () => {
  const offline = bwrapArguments(build, { paths, networkPaths });
  const online = bwrapArguments({ ...build, network: true }, { paths, networkPaths });
  expect(offline).toContain("--unshare-net");
  expect(offline).not.toContain("/etc/resolv.conf");
  expect(online).not.toContain("--unshare-net");
  expect(online).toContain("/etc/resolv.conf");
});

test("bwrap: only the scratch, the work folders and nothing else may be written", () => {
  const words = bwrapArguments(build, { paths, networkPaths });
  const writable = words.flatMap((word, at) => (word === "--bind" ? [words[at + 2]] : []));
  expect(writable).toEqual(["/tmp", "/build", "/home/a/store"]);
  expect(words.slice(-7)).toEqual([
    ...["--ro-bind", "/home/a/store/input", "/home/a/store/input"],
    ...["--remount-ro", "/", "--chdir", "/build"],
  ]);
  expect(words).toContain("--die-with-parent");
});

test("unshare: the script, whole", () => {
  const mounts = "1 0 0:1 / / rw,relatime - ext4 x rw\n2 1 0:1 / /home rw,nosuid,nodev - ext4 y rw";
  const isDirectory = (path: string): boolean => !path.startsWith("/w/etc") && path !== "/etc/resolv.conf";
  const script = setUpScript("/usr/bin/unshare", build, {
    paths,
    networkPaths,
    mounts,
    isDirectory,
    write: () => {},
  });
  expect(script).toMatchInlineSnapshot(`
    "set -eu
    umask 022
    mkdir -p '/w/root'
    mount -t tmpfs -o mode=0755,nosuid,nodev sandbox '/w/root'
    mkdir -p '/w/root/usr'; mount --rbind '/usr' '/w/root/usr'; mount -o remount,bind,ro,relatime '/w/root/usr'
    mkdir -p '/w/root/'; ln -s 'usr/bin' '/w/root/bin'
    mkdir -p '/w/root/etc'; touch '/w/root/etc/passwd'; mount --rbind '/w/etc/passwd' '/w/root/etc/passwd'; mount -o remount,bind,ro,relatime '/w/root/etc/passwd'
    mkdir -p '/w/root/etc'; touch '/w/root/etc/group'; mount --rbind '/w/etc/group' '/w/root/etc/group'; mount -o remount,bind,ro,relatime '/w/root/etc/group'
    mkdir -p '/w/root/etc'; touch '/w/root/etc/hosts'; mount --rbind '/w/etc/hosts' '/w/root/etc/hosts'; mount -o remount,bind,ro,relatime '/w/root/etc/hosts'
    mkdir -p '/w/root/proc'; mount -t proc -o nosuid,nodev,noexec proc '/w/root/proc'
    mkdir -p '/w/root/dev/shm' '/w/root/dev/pts'
    touch '/w/root/dev/null'; mount --bind /dev/null '/w/root/dev/null'
    touch '/w/root/dev/zero'; mount --bind /dev/zero '/w/root/dev/zero'
    touch '/w/root/dev/full'; mount --bind /dev/full '/w/root/dev/full'
    touch '/w/root/dev/random'; mount --bind /dev/random '/w/root/dev/random'
    touch '/w/root/dev/urandom'; mount --bind /dev/urandom '/w/root/dev/urandom'
    touch '/w/root/dev/tty'; mount --bind /dev/tty '/w/root/dev/tty'
    mount -t tmpfs -o mode=1777,nosuid,nodev shm '/w/root/dev/shm'
    mount -t devpts -o newinstance,ptmxmode=0666,nosuid,noexec pts '/w/root/dev/pts'
    ln -s pts/ptmx '/w/root/dev/ptmx'
    ln -s /proc/self/fd '/w/root/dev/fd'
    ln -s /proc/self/fd/0 '/w/root/dev/stdin'
    ln -s /proc/self/fd/1 '/w/root/dev/stdout'
    ln -s /proc/self/fd/2 '/w/root/dev/stderr'
    mkdir -p '/w/root/tmp'; mount --bind '/w/tmp' '/w/root/tmp'
    mkdir -p '/w/root/build'; mount --bind '/w/build' '/w/root/build'
    mount --bind '/home/a/store' '/home/a/store'; mount --bind '/home/a/store/.lares-tmp-1' '/home/a/store/.lares-tmp-1'; mount -o remount,bind,ro,nosuid,nodev '/home/a/store'; mount -a -T '/w/mounts-of-inputs'
    mkdir -p '/w/root/home/a/store'; mount --rbind '/home/a/store/.lares-tmp-1' '/w/root/home/a/store'
    ip link set lo up 2>/dev/null || true
    hostname localhost 2>/dev/null || true
    cd '/w/root'
    mkdir .outside; pivot_root . .outside; umount -l .outside; rmdir .outside
    mount -o remount,bind,ro,nosuid,nodev /
    cd /build
    set +e
    env -i 'A=it'\\''s
    $x' '/usr/bin/unshare' --user --map-user=1000 --map-group=100 -- '/bin/sh' '-c' 'exit '\\''1'\\'''
    exit $?
    "
  `);
});

test("unshare: flags of the innermost mount stay", () => {
  const mounts = [
    "1 0 0:1 / / rw,relatime - ext4 x rw",
    "2 1 0:1 / /home rw,nosuid,nodev,noatime - ext4 y rw",
    "3 1 0:1 / /a\\040b rw,noexec - ext4 y rw",
  ].join("\n");
  expect(lockedFlags(mounts, "/usr")).toEqual(["relatime"]);
  expect(lockedFlags(mounts, "/home/x")).toEqual(["nosuid", "nodev", "noatime"]);
  expect(lockedFlags(mounts, "/homes")).toEqual(["relatime"]);
  expect(lockedFlags(mounts, "/a b/c")).toEqual(["noexec"]);
});

test("sandbox-exec: the profile, whole", () => {
  expect(seatbeltProfile(build)).toMatchInlineSnapshot(`
    "(version 1)
    (deny default (with no-log))
    (allow process-fork process-exec* process-info* signal (target same-sandbox))
    (allow sysctl-read mach-lookup mach-priv-task-port ipc-posix* ipc-sysv-shm system-info)
    (allow pseudo-tty file-ioctl)
    (allow network* (local ip "localhost:*") (remote ip "localhost:*") (remote unix-socket))
    (allow file-read-metadata)
    (allow file-read*
      (subpath "/usr")
      (subpath "/bin")
      (subpath "/sbin")
      (subpath "/System")
      (subpath "/Library/Apple")
      (subpath "/Library/Developer")
      (subpath "/private/var/db/dyld")
      (subpath "/private/var/select")
      (literal "/dev/null")
      (literal "/dev/zero")
      (literal "/dev/random")
      (literal "/dev/urandom")
      (literal "/dev/tty")
      (literal "/dev/ptmx")
      (literal "/")
      (literal "/dev/fd"))
    (allow file-write* (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty") (literal "/dev/dtracehelper"))
    (deny file-read-data (literal "/home/a/store"))
    (allow file-read* process-exec*
      (subpath "/home/a/store/input"))
    (allow file-read* file-write* process-exec*
      (subpath "/home/a/store/out\\"put")
      (subpath "/w/build")
      (subpath "/w/tmp"))
    "
  `);
  expect(seatbeltProfile({ ...build, network: true })).toContain("(allow network* system-socket)");
});

test("a table of mounts takes any path", () => {
  expect(mountTable(["/s/a b", "/s/#c\\"], (path) => `/p${path}`)).toBe(
    "/s/a\\040b /p/s/a\\040b none bind 0 0\n/s/\\043c\\134 /p/s/\\043c\\134 none bind 0 0\n",
  );
});
