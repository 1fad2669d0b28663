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

/** Deletes what `wish` names, by number or by age; never the current one. Gives what was deleted. */
export const deleteGenerations = (
  places: Places,
  wish: Expiry | { readonly numbers: readonly number[] },
  why: string,
  options: LockWish = {},
): Promise<readonly ListedGeneration[]> =>
  underLock(places, why, options, () => {
    const numbers =
      "numbers" in wish ? wish.numbers.map((number) => generationNumbered(places, number).number) : undefined;
    const going = numbers
      ? listGenerations(places).filter(({ number }) => numbers.includes(number))
      : expiredGenerations(places, wish as Expiry);
    for (const { number } of going) deleteGeneration(places, number);
    return going;
  });

/** Removes what crashes left in the state folder: unfinished files, and backups of which nothing but the list is there. */
export const clearLeftovers = (places: Places, why: string, options: LockWish = {}): Promise<void> =>
  underLock(places, why, options, () => {
    prepareState(places);
    removeEmptyBackups(places);
  });
