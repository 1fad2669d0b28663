/**
 * Files, links and directories: node:fs, synchronous (async calls cost several times more for small work),
 * with names of any bytes, and with every call open to fault injection. Errors are node's own, with errno.
 */
import * as fs from "node:fs";
import { errnoOf, exceptErrno } from "../base/errors.ts";
import { guarded } from "./faults.ts";
import { compareNames, decodeName, toFsPath } from "./names.ts";

export type FileKind = "file" | "directory" | "link" | "other";

export interface FileStatus {
  readonly kind: FileKind;
  /** Permission bits with set-id and sticky: 0o7777. */
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
  readonly device: number;
  readonly links: number;
  readonly uid: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileKind;
}

/** What is at `path` itself, links not followed; undefined where there is nothing. */
export const lstat = (path: string): FileStatus | undefined => status(calls.lstat(toFsPath(path), quiet));

/** What `path` leads to, links followed; undefined where there is nothing. */
export const stat = (path: string): FileStatus | undefined => status(calls.stat(toFsPath(path), quiet));

/** Whether `path` leads to anything: a fraction of the cost of asking what. */
export const exists = (path: string): boolean => calls.exists(toFsPath(path));

/** The text of the link at `path`; undefined where there is nothing or no link. */
export const readlink = (path: string): string | undefined => {
  const text = exceptErrno(["ENOENT", "EINVAL", "ENOTDIR"], undefined, () =>
    calls.readlink(toFsPath(path), "utf8"),
  );
  if (text === undefined || !text.includes("\ufffd")) return text;
  return decodeName(calls.readlink(toFsPath(path), "buffer"));
};

/** Entries in byte order of their names. */
export const readDirectory = (path: string): readonly DirectoryEntry[] => {
  const plain = calls.readdir(toFsPath(path), { withFileTypes: true });
  const entries = plain.some(({ name }) => name.includes("\ufffd"))
    ? calls
        .readdir(toFsPath(path), { withFileTypes: true, encoding: "buffer" })
        .map((entry) => ({ name: decodeName(entry.name as unknown as Buffer), kind: kindOf(entry) }))
    : plain.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  return entries.sort((a, b) => compareNames(a.name, b.name));
};

export const readBytes = (path: string): Buffer => calls.readFile(toFsPath(path));
export const readText = (path: string): string => calls.readFile(toFsPath(path)).toString("utf8");

/** The file's text; undefined where there is nothing. */
export const readTextIfAny = (path: string): string | undefined =>
  exceptErrno(["ENOENT", "ENOTDIR"], undefined, () => readText(path));

/** Writes a new file or truncates an old one; not atomic, not synced. */
export const writeFile = (path: string, content: string | Uint8Array, mode = 0o644): void =>
  calls.writeFile(toFsPath(path), content, { mode });

/** Writes a file that must not exist yet (EEXIST otherwise); follows no link. */
export const writeNewFile = (path: string, content: string | Uint8Array, mode = 0o644): void =>
  calls.writeFile(toFsPath(path), content, { mode, flag: "wx" });

export const appendFile = (path: string, content: string): void =>
  calls.appendFile(toFsPath(path), content, { mode: 0o644 });

/** Copies contents (by reflink where the file system can); the copy must not exist yet. */
export const copyFile = (from: string, to: string): void =>
  calls.copyFile(toFsPath(from), toFsPath(to), fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);

export const rename = (from: string, to: string): void => calls.rename(toFsPath(from), toFsPath(to));
/** EEXIST where there is something else already. NFS says it of a link just made, too, when its first answer was lost. */
export const hardLink = (from: string, to: string): void => {
  try {
    calls.link(toFsPath(from), toFsPath(to));
  } catch (error) {
    if (errnoOf(error) !== "EEXIST" || !sameFile(lstat(from), lstat(to))) throw error;
  }
};
/** Whether two places are names of one and the same file. */
export const sameFile = (a: FileStatus | undefined, b: FileStatus | undefined): boolean =>
  a !== undefined && b !== undefined && a.inode === b.inode && a.device === b.device;
export const symlink = (text: string, path: string): void => calls.symlink(toFsPath(text), toFsPath(path));
export const unlink = (path: string): void => calls.unlink(toFsPath(path));
export const chmod = (path: string, mode: number): void => calls.chmod(toFsPath(path), mode);
export const makeDirectory = (path: string, mode = 0o755): void => calls.mkdir(toFsPath(path), { mode });
/** With those that it is in. Node says ENOENT where one of them cannot be made on a read-only disk: asked again, one by one. */
export const makeDirectories = (path: string, mode = 0o755): void => {
  const made = exceptErrno(["ENOENT"], false, () => {
    calls.mkdir(toFsPath(path), { mode, recursive: true });
    return true;
  });
  if (!made) makeOneByOne(path, mode);
};

const makeOneByOne = (path: string, mode: number): void => {
  if (stat(path)?.kind === "directory") return;
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (parent !== "") makeOneByOne(parent, mode);
  makeDirectory(path, mode);
};
export const removeDirectory = (path: string): void => calls.rmdir(toFsPath(path));

/** Sets access and modification time of a file, or of a link itself; seconds since the epoch. */
export const setTimes = (path: string, seconds: number): void =>
  calls.lutimes(toFsPath(path), seconds, seconds);

/** The canonical path, links resolved; undefined where there is nothing. */
export const realPath = (path: string): string | undefined =>
  exceptErrno(["ENOENT", "ENOTDIR"], undefined, () => decodeName(calls.realpath(toFsPath(path), "buffer")));

/** Flushes one file or directory to disk. */
export const syncPath = (path: string): void => {
  const descriptor = calls.open(toFsPath(path), "r");
  try {
    calls.fsync(descriptor);
  } finally {
    calls.close(descriptor);
  }
};

/** Free and total bytes of the file system that holds `path`, for an unprivileged user; its type number. */
export const fileSystemOf = (path: string): { free: number; total: number; type: number } => {
  const { bavail, blocks, bsize, type } = calls.statfs(toFsPath(path));
  return { free: bavail * bsize, total: blocks * bsize, type };
};

/** Whether this process may read, write or execute `path`. */
export const accessible = (path: string, want: "read" | "write" | "execute"): boolean =>
  exceptErrno(["ENOENT", "EACCES", "ENOTDIR", "EROFS", "EPERM"], false, () => {
    const mode = { read: fs.constants.R_OK, write: fs.constants.W_OK, execute: fs.constants.X_OK }[want];
    calls.access(toFsPath(path), mode);
    return true;
  });

const quiet = { throwIfNoEntry: false } as const;

const calls = {
  lstat: guarded("lstat", (path: fs.PathLike, options: typeof quiet) =>
    absentIfNotDirectory(fs.lstatSync, path, options),
  ),
  stat: guarded("stat", (path: fs.PathLike, options: typeof quiet) =>
    absentIfNotDirectory(fs.statSync, path, options),
  ),
  exists: guarded("stat", fs.existsSync),
  readlink: guarded("readlink", fs.readlinkSync),
  readdir: guarded("readdir", fs.readdirSync),
  readFile: guarded("read", fs.readFileSync as (path: fs.PathLike) => Buffer),
  writeFile: guarded("write", fs.writeFileSync),
  appendFile: guarded("write", fs.appendFileSync),
  copyFile: guarded("copy", fs.copyFileSync),
  rename: guarded("rename", fs.renameSync),
  link: guarded("link", fs.linkSync),
  symlink: guarded("symlink", fs.symlinkSync),
  unlink: guarded("unlink", fs.unlinkSync),
  chmod: guarded("chmod", fs.chmodSync),
  mkdir: guarded("mkdir", fs.mkdirSync),
  rmdir: guarded("rmdir", fs.rmdirSync),
  lutimes: guarded("utimes", fs.lutimesSync),
  realpath: guarded("realpath", fs.realpathSync.native),
  open: guarded("open", fs.openSync),
  fsync: guarded("fsync", fs.fsyncSync),
  close: guarded("close", fs.closeSync),
  statfs: guarded("statfs", fs.statfsSync),
  access: guarded("access", fs.accessSync),
};

/** `a/b` where `a` is a file is nothing, as ENOENT is. */
function absentIfNotDirectory(
  call: (path: fs.PathLike, options: typeof quiet) => fs.Stats | undefined,
  path: fs.PathLike,
  options: typeof quiet,
): fs.Stats | undefined {
  return exceptErrno(["ENOTDIR"], undefined, () => call(path, options));
}

const status = (stats: fs.Stats | undefined): FileStatus | undefined =>
  stats && {
    kind: kindOf(stats),
    mode: stats.mode & 0o7777,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
    inode: stats.ino,
    device: stats.dev,
    links: stats.nlink,
    uid: stats.uid,
  };

const kindOf = (
  entry: fs.Stats | fs.Dirent<unknown extends string ? never : string> | fs.Dirent<Buffer>,
): FileKind =>
  entry.isFile() ? "file" : entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "link" : "other";
