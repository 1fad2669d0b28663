/** The files that a configuration was read from, and whether they are still what they were. */
import * as crypto from "node:crypto";
import { exceptErrno } from "../base/errors.ts";
import { type FileStatus, readBytes, stat } from "../system/files.ts";

export interface InputStamp {
  readonly path: string;
  /** Bytes; -1 where there was nothing, whose appearance would count. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly isDirectory?: true;
  /** Of a file: the one permission that a build takes over. */
  readonly executable?: true;
  /**
   * SHA-256 of the contents, hexadecimal; kept only where the file had been written just before it was read: another
   * write within the same tick of the file system's clock would leave size and time as they are.
   */
  readonly hash?: string;
}

/** Taken before the file is read, so that a write in between shows later. */
export const stampInput = (path: string, now = Date.now()): InputStamp => {
  const found = stat(path);
  if (found === undefined) return { path, size: -1, mtimeMs: 0, inode: 0 };
  const { size, mtimeMs, inode } = found;
  const stamp: InputStamp = {
    path,
    size,
    mtimeMs,
    inode,
    ...(found.kind === "directory" && { isDirectory: true }),
    ...(isExecutable(found) && { executable: true }),
  };
  return mtimeMs > now - clockTick && found.kind === "file" ? withHash(stamp) : stamp;
};

/** A file that cannot be read is reported by whoever reads it next. */
const withHash = (stamp: InputStamp): InputStamp =>
  exceptErrno(["EACCES", "EPERM", "EIO"], stamp, () => ({ ...stamp, hash: hashOf(stamp.path) }));

/** One stat for each input. */
export const inputsUnchanged = (inputs: readonly InputStamp[]): boolean => inputs.every(unchanged);

/** How many inputs, from the first on, are as they were; the one after them is not, and of the rest nothing is known. */
export const countUnchanged = (inputs: readonly InputStamp[]): number => {
  const changed = inputs.findIndex((input) => !unchanged(input));
  return changed < 0 ? inputs.length : changed;
};

/** Whether two stamps tell of the same contents. One that has a hash is the same only as one that has it too. */
export const isSameInput = (a: InputStamp, b: InputStamp): boolean =>
  a === b ||
  (a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.inode === b.inode &&
    a.executable === b.executable &&
    a.hash === b.hash);

const isExecutable = ({ kind, mode }: Pick<FileStatus, "kind" | "mode">): boolean =>
  kind === "file" && (mode & 0o100) !== 0;

const unchanged = ({ path, size, mtimeMs, inode, executable, hash }: InputStamp): boolean => {
  const found = stat(path);
  if (found === undefined) return size === -1;
  if (found.size !== size || found.mtimeMs !== mtimeMs || found.inode !== inode) return false;
  if (isExecutable(found) !== (executable === true)) return false;
  return hash === undefined || hashOf(path) === hash;
};

/** Milliseconds; the coarsest clock of file systems in use is FAT's with 2 s, those that homes live on have 10 ms. */
const clockTick = 50;

const hashOf = (path: string): string => crypto.hash("sha256", readBytes(path));
