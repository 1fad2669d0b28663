/** Giving up old generations; their store paths go with the next collection. */
import {
  deleteGeneration,
  type Expiry,
  expiredGenerations,
  generationNumbered,
  type ListedGeneration,
  listGenerations,
} from "../profile/generations.ts";
import type { Places } from "../system/places.ts";
import { removeEmptyBackups } from "./backups.ts";
import { prepareState } from "./journal.ts";
import { type LockWish, underLock } from "./under-lock.ts";

export type Going =
  | Expiry
  /** Each of them has to be there, and none may be the current one. */
  | { readonly numbers: readonly number[] }
  /** Those of them that are still there and not the current one. */
  | { readonly anyOf: readonly number[] };

/** Deletes what `going` names, as it is when the lock is held; never the current one. Gives what was deleted. */
export const deleteGenerations = (
  places: Places,
  going: Going,
  why: string,
  options: LockWish = {},
): Promise<readonly ListedGeneration[]> =>
  underLock(places, why, options, () => {
    const listed = listGoing(places, going);
    for (const { number } of listed) deleteGeneration(places, number);
    return listed;
  });

const listGoing = (places: Places, going: Going): readonly ListedGeneration[] => {
  if ("anyOf" in going)
    return listGenerations(places).filter(({ number, current }) => !current && going.anyOf.includes(number));
  if (!("numbers" in going)) return expiredGenerations(places, going);
  const numbers = going.numbers.map((number) => generationNumbered(places, number).number);
  return listGenerations(places).filter(({ number }) => numbers.includes(number));
};

/** Removes what crashes left in the state folder: unfinished files, and backups of which nothing but the list is there. */
export const clearLeftovers = (places: Places, why: string, options: LockWish = {}): Promise<void> =>
  underLock(places, why, options, () => {
    prepareState(places);
    removeEmptyBackups(places);
  });
