/**
 * One process builds an output, the others wait and find it done. The locks are the kernel's, one file for each output
 * path below `<var>/locks`; a killed process frees them.
 */
import { dirname } from "node:path";
import { exceptErrno } from "../../base/errors.ts";
import { type AbsolutePath, below, type StorePath } from "../../base/paths.ts";
import { digestOf } from "../../format/store-path.ts";
import { lstat, makeDirectories, readDirectory, unlink, writeNewFile } from "../../system/files.ts";
import { acquireLock, type Lock, tryLock } from "../../system/lock.ts";

export interface LockRequest {
  readonly varDir: AbsolutePath;
  readonly outputs: readonly StorePath[];
  readonly name: string;
  readonly signal: AbortSignal;
  /** Called once where another process has one of them. */
  readonly onWait: () => void;
}

/** Taken in one order everywhere, so that no two processes wait for each other. */
export const lockOutputs = async (request: LockRequest): Promise<Lock> => {
  const { varDir, outputs } = request;
  const files = outputs.map((path) => below(locksFolder(varDir), `${digestOf(path)}.lock`)).sort();
  const taken: Lock[] = [];
  const release = (): void => {
    for (const lock of taken.splice(0).reverse()) lock.release();
  };
  try {
    for (const file of files) taken.push(await lockFile(file, request));
    return { release };
  } catch (error) {
    release();
    throw error;
  }
};

/**
 * The file goes before its lock is let go. Whoever waited for it then holds the lock of a file that is no more, which
 * its name shows: it leads to another file, or to none.
 */
const lockFile = async (file: AbsolutePath, { name, signal, onWait }: LockRequest): Promise<Lock> => {
  for (;;) {
    makeDirectories(dirname(file));
    exceptErrno(["EEXIST"], undefined, () => writeNewFile(file, "", 0o600));
    const before = lstat(file)?.inode;
    const lock = await acquireLock(file, { who: `a build of ${name}`, wait: true, onWait, signal });
    if (before !== undefined && before === lstat(file)?.inode)
      return {
        release: () => {
          removeIfAny(file);
          lock.release();
        },
      };
    lock.release();
  }
};

/** Removes the files of processes that were killed; they hold no lock any more. */
export const clearFreeLocks = (varDir: AbsolutePath): void => {
  const folder = locksFolder(varDir);
  const names = lstat(folder) === undefined ? [] : readDirectory(folder).map(({ name }) => name);
  for (const name of names.filter((each) => each.endsWith(".lock"))) {
    const lock = tryLock(below(folder, name), "a collection");
    if (lock !== undefined) removeIfAny(below(folder, name));
    lock?.release();
  }
  for (const name of names) {
    const ofLock = /^(.*\.lock)(\.holder|-journal)$/.exec(name)?.[1];
    if (ofLock !== undefined && lstat(below(folder, ofLock)) === undefined) removeIfAny(below(folder, name));
  }
};

const removeIfAny = (file: AbsolutePath): void => exceptErrno(["ENOENT"], undefined, () => unlink(file));

const locksFolder = (varDir: AbsolutePath): AbsolutePath => below(varDir, "locks");
