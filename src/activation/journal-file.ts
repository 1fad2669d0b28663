/** Where the journal and the lock are, and whether there is a journal: all that a switch with nothing to do asks of it. */
import { type AbsolutePath, below } from "../base/paths.ts";
import { lstat } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export const journalFile = (places: Places): AbsolutePath =>
  below(places.stateDir, "journal", "current.json");

export const hasJournal = (places: Places): boolean => lstat(journalFile(places)) !== undefined;

/** Of everything that changes the home or the journal. */
export const lockFile = (places: Places): AbsolutePath => below(places.stateDir, "lock");
