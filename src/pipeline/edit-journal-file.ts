/** Where the journal of an edit is, and whether there is one: what every command asks before it begins. */
import { type AbsolutePath, below } from "../base/paths.ts";
import { exists } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export const editJournalFile = (places: Places): AbsolutePath =>
  below(places.stateDir, "journal", "edit.json");

export const hasEditJournal = (places: Places): boolean => exists(editJournalFile(places));
