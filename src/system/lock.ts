/**
 * Locks between processes, held by the kernel: an exclusive SQLite transaction on a file of its own, which is an
 * fcntl lock below. A killed process frees it, whatever it left on disk. Who holds it stands in `<path>.holder`,
 * written after the lock was taken: a courtesy to the one who waits, never what decides.
 *
 * An fcntl lock falls with the first close of any descriptor of the file in its process: nothing but this file may
 * open `path`.
 */
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exceptErrno, LaresError } from "../base/errors.ts";
import { makeDirectories, readTextIfAny, unlink, writeFile } from "./files.ts";
import { isRunning } from "./running-processes.ts";
import { type Database, openDatabase, sqliteCode, sqliteCodeOf } from "./sqlite.ts";

export interface LockHolder {
  readonly pid: number;
  /** In words that a person knows: `lares switch`. */
  readonly who: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface Lock {
  /** Frees the lock; a second call does nothing. */
  release(): void;
}

export interface LockOptions {
  readonly who: string;
  /** Whether to wait for the holder, else fail with `locked`. */
  readonly wait: boolean;
  /** Called once, when the lock turns out to be taken; the holder where it is known. */
  readonly onWait?: (holder: LockHolder | undefined) => void;
  /** Ends the waiting with its reason. */
  readonly signal?: AbortSignal;
}

/** Takes the lock at `path` (made with its folder where absent), waiting for its holder or failing with `locked`. */
export const acquireLock = async (
  path: string,
  { who, wait, onWait, signal }: LockOptions,
): Promise<Lock> => {
  for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
    signal?.throwIfAborted();
    const lock = tryLock(path, who);
    if (lock !== undefined) return lock;
    if (!wait) throw lockedError(path, lockHolder(path));
    if (delay === firstDelay) onWait?.(lockHolder(path));
    await sleep(delay);
  }
};

/** Takes the lock if nobody has it. */
export const tryLock = (path: string, who: string): Lock | undefined => {
  makeDirectories(dirname(path), 0o700);
  const database = openLockFile(path);
  if (!beginExclusive(database, path)) return undefined;
  held.add(database);
  announce(path, who);
  return {
    release: () => {
      if (!held.delete(database)) return;
      exceptErrno(["ENOENT", "EROFS", "EACCES", "EPERM", "EIO"], undefined, () => unlink(holderFile(path)));
      database.close();
    },
  };
};

/** Who holds the lock, as far as known: undefined where nobody says so, or who said so is no more. */
export const lockHolder = (path: string): LockHolder | undefined => {
  const holder = parseHolder(readTextIfAny(holderFile(path)) ?? "");
  return holder !== undefined && isRunning(holder.pid) ? holder : undefined;
};

/** Milliseconds between two tries: short at first, then seldom enough to cost nothing. */
const firstDelay = 4;
const longestDelay = 100;

/** Keeps the connections from the garbage collector, which would close them and so free the locks. */
const held = new Set<Database>();

const openLockFile = (path: string): Database => {
  try {
    return openDatabase(path, { timeout: 0 });
  } catch (error) {
    throw sqliteCodeOf(error) === undefined ? error : unusableError(path, error);
  }
};

/**
 * Without a journal on disk: it would bear the name of the lock's file, and with that file removed by its holder and made anew
 * by the next one, two locks would share it.
 */
const beginExclusive = (database: Database, path: string): boolean => {
  try {
    database.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    database.close();
    const code = sqliteCodeOf(error);
    if (code === sqliteCode.busy) return false;
    throw code === undefined ? error : unusableError(path, error);
  }
};

const holderFile = (path: string): string => `${path}.holder`;

/** A disk too full to say who holds the lock is no reason not to hold it. */
const announce = (path: string, who: string): void => {
  const holder: LockHolder = { pid: process.pid, who, since: new Date().toISOString() };
  exceptErrno(["ENOSPC", "EDQUOT", "EROFS", "EACCES"], undefined, () =>
    writeFile(holderFile(path), `${JSON.stringify(holder)}\n`, 0o600),
  );
};

const parseHolder = (text: string): LockHolder | undefined => {
  try {
    const { pid, who, since } = JSON.parse(text) as Partial<LockHolder>;
    const whole = Number.isInteger(pid) && typeof who === "string" && typeof since === "string";
    return whole ? ({ pid, who, since } as LockHolder) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
};

const lockedError = (path: string, holder: LockHolder | undefined): LaresError =>
  new LaresError({
    code: "locked",
    message: holder
      ? `${holder.who} is running (process ${holder.pid}, since ${holder.since})`
      : "another lares is running",
    details: [`the lock is ${path}`],
    hint: "run it again when the other one is done, or leave out --no-wait to wait for it",
  });

const unusableError = (path: string, cause: unknown): LaresError => {
  const isFull = sqliteCodeOf(cause) === sqliteCode.full;
  return new LaresError({
    code: isFull ? "disk-full" : "lock-unusable",
    message: isFull ? "the disk is full" : `a lock cannot be used: ${(cause as Error).message}`,
    details: [`the lock is ${path}`],
    hint: isFull
      ? "free some space, for instance with `lares gc`, then run it again; nothing was changed"
      : "check that its folder is writable; the file itself may be deleted when no lares runs",
    cause,
  });
};
