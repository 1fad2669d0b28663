/** Where the journal is, and whether there is one: all that a switch with nothing to do asks of it. */
import { type AbsolutePath, below } from "../base/paths.ts";
import { lstat } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export const journalFile = (places: Places): AbsolutePath =>
  below(places.stateDir, "journal", "current.json");

export const hasJournal = (places: Places): boolean => lstat(journalFile(places)) !== undefined;
