/**
 * Many programs save by removing or truncating first: a file that was there and is gone or empty is given a moment to come
 * back before it counts as gone.
 */
import type { InputStamp } from "../config/inputs.ts";
import { stat } from "../system/files.ts";
import { type Clock, systemClock } from "./settling.ts";

export interface Absences {
  /** Whether it has to wait: then `again` is called for it soon. `before` is what it was when it was last built from. */
  holdsBack(path: string, before: InputStamp | undefined): boolean;
}

export const createAbsences = (again: (path: string) => void, clock: Clock = systemClock): Absences => {
  const since = new Map<string, number>();
  return {
    holdsBack: (path, before) => {
      const found = stat(path);
      const isGone = before !== undefined && before.size > 0 && (found === undefined || found.size === 0);
      const began = since.get(path) ?? clock.now();
      if (!isGone || clock.now() - began >= grace) {
        since.delete(path);
        return false;
      }
      since.set(path, began);
      clock.later(graceStep, () => again(path));
      return true;
    },
  };
};

/** Milliseconds. */
const grace = 120;
const graceStep = 20;
