/** Whole files, links and directory trees, copied and compared with their modes and times: what backups are made of. */
import { createHash } from "node:crypto";
import { exceptErrno } from "../base/errors.ts";
import { createFile, readPieces } from "./contents.ts";
import { removeTree } from "./durable.ts";
import type { FileStatus } from "./files.ts";
import * as files from "./files.ts";

/**
 * Copies what is at `from`, whole, to `to`, which must not exist yet; modes and times of modification are kept, or given
 * by `modeOf`. Sockets, pipes and devices are refused with ENOTSUP.
 */
export const copyWhole = (
  from: string,
  to: string,
  modeOf: (found: FileStatus) => number = ownMode,
): void => {
  const found = files.lstat(from);
  if (found === undefined) throw unsupported("ENOENT", from);
  if (found.kind === "directory") return copyDirectory(from, to, found, modeOf);
  if (found.kind === "link") files.symlink(files.readlink(from)!, to);
  else if (found.kind === "file") createFile(to, { mode: modeOf(found) }, (write) => readPieces(from, write));
  else throw unsupported("ENOTSUP", from);
  if (modeOf === ownMode) files.setTimes(to, found.mtimeMs / 1000);
};

const ownMode = (found: FileStatus): number => found.mode;

const copyDirectory = (
  from: string,
  to: string,
  found: FileStatus,
  modeOf: (found: FileStatus) => number,
): void => {
  files.makeDirectory(to, 0o700);
  for (const { name } of files.readDirectory(from)) copyWhole(`${from}/${name}`, `${to}/${name}`, modeOf);
  files.chmod(to, modeOf(found));
  if (modeOf === ownMode) files.setTimes(to, found.mtimeMs / 1000);
};

/** Whether two places hold the same: kinds, names, bytes, link texts; of modes and times nothing is asked. */
export const sameWhole = (a: string, b: string): boolean => {
  const [foundA, foundB] = [files.lstat(a), files.lstat(b)];
  if (foundA === undefined || foundB === undefined || foundA.kind !== foundB.kind) return false;
  if (foundA.kind === "link") return files.readlink(a) === files.readlink(b);
  if (foundA.kind === "file") return sameBytes(a, b);
  if (foundA.kind !== "directory") return false;
  const [namesA, namesB] = [files.readDirectory(a), files.readDirectory(b)];
  return (
    namesA.length === namesB.length &&
    namesA.every(({ name }, at) => name === namesB[at]!.name && sameWhole(`${a}/${name}`, `${b}/${name}`))
  );
};

/** Whether both are regular files (links followed) of the same bytes. */
export const sameBytes = (a: string, b: string): boolean => {
  const [foundA, foundB] = [files.stat(a), files.stat(b)];
  if (foundA?.kind !== "file" || foundB?.kind !== "file" || foundA.size !== foundB.size) return false;
  if (foundA.inode === foundB.inode && foundA.device === foundB.device) return true;
  return hashFile(a) === hashFile(b);
};

/** SHA-256 of a file's bytes, hexadecimal. */
export const hashFile = (path: string): string => {
  const hash = createHash("sha256");
  readPieces(path, (piece) => hash.update(piece));
  return hash.digest("hex");
};

/**
 * A second name for the file at `from`, which keeps its every trait; where the file system makes none (another device,
 * no hard links), a copy, put there whole under `temporary` first. EEXIST where `to` is taken.
 */
export const linkOrCopy = (from: string, to: string, temporary: string): void => {
  if (tryHardLink(from, to)) return;
  if (files.lstat(temporary) !== undefined) files.unlink(temporary);
  clearingOnFailure(temporary, () => {
    copyWhole(from, temporary);
    if (!sameWhole(from, temporary)) throw unsupported("EIO", temporary);
    if (tryHardLink(temporary, to)) return files.unlink(temporary);
    if (files.lstat(to) !== undefined) throw unsupported("EEXIST", to);
    files.rename(temporary, to);
  });
};

/** Nothing half done is left under a name that nobody will know again; where not even that can be done, the first error counts. */
export const clearingOnFailure = (temporary: string, work: () => void): void => {
  try {
    work();
  } catch (error) {
    exceptErrno(["EROFS", "EACCES", "EPERM", "EIO", "ENOENT"], undefined, () => removeTree(temporary));
    throw error;
  }
};

const tryHardLink = (from: string, to: string): boolean =>
  exceptErrno(["EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EACCES"], false, () => {
    files.hardLink(from, to);
    return true;
  });

const unsupported = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${path}`), { code, path });
