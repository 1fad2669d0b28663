/** `lares.lock` beside the configuration: read, and written whole. */
import { dirname } from "node:path";
import { errnoOf, LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import { emptyLock, type LockFile, lockFileName, parseLock, printLock } from "../packages/lock-file.ts";
import { readText, realPath, stat } from "../system/files.ts";
import { replacePersonsFile } from "../system/persons-files.ts";

/** Beside the configuration's own file, where links lead; not beside a link to it. */
export const lockFileOf = (config: AbsolutePath): AbsolutePath =>
  below(absolutePath(dirname(realPath(config) ?? config)), lockFileName);

/** An absent lock is an empty one. Throws `lock-unreadable`, and what `parseLock` throws. */
export const readLock = (file: AbsolutePath): LockFile => {
  const found = stat(file);
  if (found === undefined) return emptyLock;
  try {
    return parseLock(readText(file), file);
  } catch (error) {
    if (!["EACCES", "EPERM", "EISDIR", "EIO"].includes(errnoOf(error) ?? "")) throw error;
    throw new LaresError({
      code: "lock-unreadable",
      message: "the lock cannot be read",
      details: [(error as Error).message],
      place: { file },
      hint: "it is an ordinary file that you own: chmod u+r, or restore it from version control",
      cause: error,
    });
  }
};

/** Written only where that changes it; a link stays, and what it leads to is replaced. Throws `lock-unwritable`. */
export const writeLock = (file: AbsolutePath, lock: LockFile): boolean => {
  const text = printLock(lock);
  const target = realPath(file) ?? file;
  const found = stat(target);
  if (found?.kind === "file" && readText(target) === text) return false;
  try {
    replacePersonsFile(target, text);
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw new LaresError({
      code: "lock-unwritable",
      message: "the lock cannot be written",
      details: [(error as Error).message, "nothing was changed"],
      place: { file: target },
      hint: readOnlyCodes.has(code)
        ? "the configuration's folder cannot be written: run `lares update` where it can, and bring lares.lock here; or --offline"
        : "make room on the disk, or mend the folder",
      cause: error,
    });
  }
  return true;
};

const readOnlyCodes: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS"]);
