/** The one lock of a home's state; what a crash interrupted is finished before anything else is done under it. */
import { LaresError } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import { shownPath } from "../base/shown.ts";
import { stat } from "../system/files.ts";
import { acquireLock, type LockHolder } from "../system/lock.ts";
import type { Places } from "../system/places.ts";
import { hasJournal } from "./journal-file.ts";
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
  refuseForeignHome(places);
  const lock = await explaining(places, () =>
    acquireLock(lockFile(places), { who, wait, ...(onWait && { onWait }) }),
  );
  try {
    return await explaining(places, () => work(recover(places)));
  } finally {
    lock.release();
  }
};

/** As under sudo with HOME kept: all that was written would be root's, and useless to whom the home belongs. */
const refuseForeignHome = ({ home }: Places): void => {
  const found = stat(home);
  if (found?.kind !== "directory")
    throw new LaresError({
      code: "no-home",
      message: `the home ${shownPath(home)} is not a folder`,
      hint: "set HOME to your home folder",
    });
  if (process.getuid?.() === 0 && found.uid !== 0)
    throw new LaresError({
      code: "foreign-home",
      message: `you are root, but the home ${shownPath(home)} belongs to user ${found.uid}`,
      details: ["nothing was changed"],
      hint: "run it as that user, without sudo; or set HOME to root's own home",
    });
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

export const lockFile = (places: Places): string => below(places.stateDir, "lock");
