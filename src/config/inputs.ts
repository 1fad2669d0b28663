/** The files that a configuration was read from, and whether they are still what they were. */
import * as crypto from "node:crypto";
import { exceptErrno } from "../base/errors.ts";
import { readBytes, stat } from "../system/files.ts";

export interface InputStamp {
  readonly path: string;
  /** Bytes; -1 where there was nothing, whose appearance would count. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
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
  const stamp = { path, size, mtimeMs, inode };
  return mtimeMs > now - clockTick && found.kind === "file" ? withHash(stamp) : stamp;
};

/** A file that cannot be read is reported by whoever reads it next. */
const withHash = (stamp: InputStamp): InputStamp =>
  exceptErrno(["EACCES", "EPERM", "EIO"], stamp, () => ({ ...stamp, hash: hashOf(stamp.path) }));

/** One stat for each input. */
export const inputsUnchanged = (inputs: readonly InputStamp[]): boolean => inputs.every(unchanged);

const unchanged = ({ path, size, mtimeMs, inode, hash }: InputStamp): boolean => {
  const found = stat(path);
  if (found === undefined) return size === -1;
  if (found.size !== size || found.mtimeMs !== mtimeMs || found.inode !== inode) return false;
  return hash === undefined || hashOf(path) === hash;
};

/** Milliseconds; the coarsest clock of file systems in use is FAT's with 2 s, those that homes live on have 10 ms. */
const clockTick = 50;

const hashOf = (path: string): string => crypto.hash("sha256", readBytes(path));
