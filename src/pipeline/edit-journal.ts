/**
 * An edit of the configuration by `lares add` or `lares remove`: written, locked, built and switched to, or none of it. What the
 * files were before is in a journal for as long as it goes on; where a command finds that of a process that is no more, it puts
 * them back, unless the switch had come past its flip: then the edit is what the home is made from, and stays.
 */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { makeDirectories, readTextIfAny, realPath, unlink } from "../system/files.ts";
import { acquireLock, type Lock, tryLock } from "../system/lock.ts";
import { replacePersonsFile } from "../system/persons-files.ts";
import type { Places } from "../system/places.ts";
import { editJournalFile, hasEditJournal } from "./edit-journal-file.ts";

export interface Edit {
  /** The command in the person's words. */
  readonly why: string;
  readonly config: AbsolutePath;
  readonly before: string;
  readonly edited: string;
  readonly lock: AbsolutePath;
  /** Null where there was none. */
  readonly lockBefore: string | null;
}

export interface BegunEdit extends Edit {
  readonly version: typeof journalVersion;
  /** The object that the profile led to. */
  readonly home: string | null;
}

const journalVersion = 1;

/** One edit at a time: whoever edits reads the configuration with this held. */
export const takeEditTurn = (
  places: Places,
  why: string,
  onWait: (holder: string) => void = () => {},
): Promise<Lock> =>
  acquireLock(turnFile(places), {
    who: why,
    wait: true,
    onWait: (holder) => onWait(holder?.who ?? "another command"),
  });

/** With the turn held. From here on, until `endEdit`, a kill is undone by the next command. */
export const beginEdit = (places: Places, edit: Edit): BegunEdit => {
  const journal: BegunEdit = { version: journalVersion, ...edit, home: homeNow(places) };
  const file = editJournalFile(places);
  makeDirectories(below(places.stateDir, "journal"), 0o700);
  replaceFile(file, JSON.stringify(journal), { mode: 0o600, durable: true });
  replacePersonsFile(edit.config, edit.edited);
  return journal;
};

export const endEdit = (places: Places): void => {
  if (hasEditJournal(places)) unlink(editJournalFile(places));
};

/** After whatever went wrong: undone, unless the switch had come past its flip and the home is made from it. */
export const settleEdit = (places: Places, edit: BegunEdit): RecoveredEdit["outcome"] => {
  const isCommitted = homeNow(places) !== edit.home;
  if (isCommitted) endEdit(places);
  else undoEdit(places, edit);
  return isCommitted ? "finished" : "undone";
};

/** What somebody else wrote meanwhile stays. */
const undoEdit = (places: Places, { config, before, edited, lock, lockBefore }: Edit): void => {
  const now = readTextIfAny(config);
  if (now === edited) replacePersonsFile(config, before);
  const lockNow = readTextIfAny(lock) ?? null;
  if (lockNow !== lockBefore && (now === edited || now === before)) {
    if (lockBefore === null) unlink(lock);
    else replacePersonsFile(realPath(lock) ?? lock, lockBefore);
  }
  endEdit(places);
};

export interface RecoveredEdit {
  readonly why: string;
  readonly config: AbsolutePath;
  readonly outcome: "undone" | "finished";
}

/** Undefined where there is none, or where the command that makes it is still at work. Throws `damaged-edit-journal`. */
export const recoverEdit = (places: Places): RecoveredEdit | undefined => {
  if (!hasEditJournal(places)) return undefined;
  const turn = tryLock(turnFile(places), "putting an edit back");
  if (turn === undefined) return undefined;
  try {
    const edit = readEditJournal(places);
    if (edit === undefined) return undefined;
    return { why: edit.why, config: edit.config, outcome: settleEdit(places, edit) };
  } finally {
    turn.release();
  }
};

const turnFile = ({ varDir }: Places): AbsolutePath => below(varDir, "edit.lock");

const homeNow = ({ anchor }: Places): string | null => realPath(anchor) ?? null;

const readEditJournal = (places: Places): BegunEdit | undefined => {
  const file = editJournalFile(places);
  const text = readTextIfAny(file);
  if (text === undefined) return undefined;
  try {
    const { version, why, config, before, edited, lock, lockBefore = null, home = null } = JSON.parse(text);
    const texts = [why, config, before, edited, lock].every((one) => typeof one === "string");
    if (version === journalVersion && texts)
      return { version, why, config: absolutePath(config), before, edited, lock, lockBefore, home };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LaresError({
    code: "damaged-edit-journal",
    message: "an edit of the configuration was interrupted, and what it was cannot be read",
    place: { file },
    hint: "look at home.packages in your configuration, then remove this file",
  });
};
