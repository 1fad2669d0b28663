/** The one lock of a home's state; what a crash interrupted is finished before anything else is done under it. */
import { below } from "../base/paths.ts";
import { makeDirectories } from "../system/files.ts";
import { acquireLock, type LockHolder } from "../system/lock.ts";
import type { Places } from "../system/places.ts";
import { type Recovery, recover } from "./recover.ts";

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
  makeDirectories(places.stateDir, 0o700);
  const lock = await acquireLock(lockFile(places), { who, wait, ...(onWait && { onWait }) });
  try {
    return await work(recover(places));
  } finally {
    lock.release();
  }
};

export const lockFile = (places: Places): string => below(places.stateDir, "lock");
