/**
 * Files of a person's that Lares writes: the configuration, the lock, what is taken into their folder. Nobody else collects what
 * a crash leaves there half written, so the next command that writes to the same folder does.
 */
import { dirname, join } from "node:path";
import { exceptErrno } from "../base/errors.ts";
import { randomName } from "../base/random-name.ts";
import { removeTree, temporaryPrefix } from "./durable.ts";
import { chmod, lstat, readDirectory, rename, stat, syncPath, unlink, writeNewFile } from "./files.ts";
import { isRunning } from "./running-processes.ts";

/** Puts a file in the place of the one at `path`, by rename and durably, with the mode of that one; 0644 where there is none. */
export const replacePersonsFile = (path: string, content: string | Uint8Array): void => {
  const mode = stat(path)?.mode ?? 0o644;
  clearAbandoned(dirname(path));
  const temporary = ownTemporary(path);
  try {
    writeNewFile(temporary, content, mode);
    chmod(temporary, mode);
    syncPath(temporary);
    rename(temporary, path);
  } catch (error) {
    exceptErrno(["ENOENT", "EROFS", "EACCES", "ENOTDIR"], undefined, () => unlink(temporary));
    throw error;
  }
  syncPath(dirname(path));
};

/** A name beside `path` that says whose it is. */
export const ownTemporary = (path: string): string =>
  join(dirname(path), `${temporaryPrefix}${process.pid}-${randomName(6)}`);

/** Removes what processes that are no more left half written in a folder. */
export const clearAbandoned = (folder: string): void => {
  if (lstat(folder)?.kind !== "directory") return;
  for (const { name } of readDirectory(folder)) {
    const pid = Number(ownName.exec(name)?.[1]);
    if (Number.isInteger(pid) && !isRunning(pid))
      exceptErrno(["ENOENT", "EACCES", "EPERM", "EROFS"], undefined, () => removeTree(join(folder, name)));
  }
};

const ownName = new RegExp(`^\\${temporaryPrefix}(\\d+)-`);
