/** The one lock of a home's state; what a crash interrupted is finished before anything else is done under it. */
import { acquireLock, type LockHolder } from "../system/lock.ts";
import { assertOwnHome } from "../system/own-home.ts";
import type { Places } from "../system/places.ts";
import { hasJournal, lockFile } from "./journal-file.ts";
import { type Recovery, recover } from "./recover.ts";
import { systemError } from "./system-error.ts";

export interface LockWish {
  /** Wait for another lares to end (the default), or fail with `locked`. */
  readonly wait?: boolean;
  readonly onWait?: (holder: LockHolder | undefined) => void;
}

export const underLock = async <T>(
  places: Places,
  who: string,
  { wait = true, onWait }: LockWish,
  work: (recovery: Recovery | undefined) => Promise<T> | T,
): Promise<T> => {
  assertOwnHome(places);
  const lock = await explaining(places, () =>
    acquireLock(lockFile(places), { who, wait, ...(onWait && { onWait }) }),
  );
  try {
    return await explaining(places, () => work(recover(places)));
  } finally {
    lock.release();
  }
};

const explaining = async <T>(places: Places, work: () => Promise<T> | T): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw systemError(
      error,
      hasJournal(places) ? "the next command goes on where it stopped" : "the home is whole",
    );
  }
};
