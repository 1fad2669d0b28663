/** After a crash: the switch that was under way is undone, or, past its flip, brought to its end. */
import { LaresError } from "../base/errors.ts";
import { recordSwitch } from "../profile/history.ts";
import type { Places } from "../system/places.ts";
import { isCommitted, redo, undoJournal } from "./apply.ts";
import type { Note } from "./draft.ts";
import { clearJournal, type Journal, prepareState, readJournal } from "./journal.ts";
import { writeStepsRecord } from "./write-steps-record.ts";

export interface Recovery {
  readonly outcome: "undone" | "finished";
  /** The command that was interrupted. */
  readonly why: string;
  readonly notes: readonly Note[];
}

/** Call it with the lock held. Undefined where nothing had been interrupted. May itself be interrupted anywhere. */
export const recover = (places: Places): Recovery | undefined => {
  const journal = readJournal(places);
  if (journal === undefined) return undefined;
  const notes: Note[] = [];
  const say = (path: string, what: string) => {
    if (!notes.some((note) => note.path === path)) notes.push({ path, what });
  };
  try {
    prepareState(places);
    const committed = isCommitted(journal);
    if (committed) redo(places, journal, say);
    else undoJournal(journal, say);
    if (committed) finish(places, journal, true);
    else clearJournal(places);
    return { outcome: committed ? "finished" : "undone", why: journal.entry.why, notes };
  } catch (error) {
    if (error instanceof LaresError) throw error;
    throw new LaresError({
      code: "interrupted",
      message: `a switch was interrupted, and finishing it failed: ${(error as Error).message}`,
      hint: "mend what the error names (a full or read-only disk, permissions), then run it again",
      cause: error,
    });
  }
};

/** All files are in place: the history and the commands to run are written down, and only then the journal goes. */
export const finish = (places: Places, journal: Journal, recovered: boolean): void => {
  const { entry } = journal;
  recordSwitch(places, recovered ? { ...entry, recovered } : entry);
  const steps = journal.commands.map((command) => ({ ...command, result: "not run" as const }));
  writeStepsRecord(places, { id: entry.id, steps });
  clearJournal(places);
};
