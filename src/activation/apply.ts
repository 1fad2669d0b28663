/** Carrying out a journal: all of it, or, when anything fails, nothing of it. */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";
import { syncFileSystem } from "../system/durable.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { clearJournal, type Journal, sweepTemporaries, writeJournal } from "./journal.ts";
import { Changed, type Operation, type Say } from "./operation.ts";
import { perform } from "./perform.ts";
import { revert } from "./revert.ts";
import { describeError, systemError } from "./system-error.ts";

/**
 * Performs the journal's operations; the caller records the switch and clears the journal. When one fails, those before it
 * are undone, latest first, and the error is thrown: the home is then as it was. A kill at any point leaves the journal.
 */
export const applyJournal = (places: Places, journal: Journal, say: Say): void => {
  const adds = journal.before.some(({ path }) => !isOwn(places, path));
  const durable = adds || journal.after.some(({ path }) => !isOwn(places, path));
  const done: Operation[] = [];
  try {
    writeJournal(places, journal, durable);
    runAll(journal.before, done);
    if (adds) syncBoth(places);
    runAll(journal.flip === null ? [] : [journal.flip], done);
    if (durable && journal.flip !== null) files.syncPath(folderOf(journal.flip.path));
    runAll(journal.after, done);
    if (durable) syncWhenApart(places);
  } catch (error) {
    if (done.at(-1)?.do === "drop") throw notCleared(error);
    undo(places, done, error, say);
    throw error instanceof Changed ? homeChanged(error) : systemError(error, "all was put back as it was");
  }
};

/** What would be needed to go back is going already, and the new home is whole: only forwards is left. */
const notCleared = (error: unknown): LaresError =>
  new LaresError({
    code: "interrupted",
    message: "the switch is done, but what it kept to be able to go back could not be removed",
    details: [describeError(error)],
    hint: "mend what the error names (a failing disk, permissions); the next command goes on with that",
    cause: error,
  });

/** A generation's link and root may be lost with the power: they come with nothing that would need them. */
const isOwn = ({ stateDir, varDir }: Places, path: string): boolean =>
  path.startsWith(`${stateDir}/`) || path.startsWith(`${varDir}/`);

/**
 * An operation that fails for a reason of the system may be half done, so it is undone too; one that found the home
 * changed has touched nothing.
 */
const runAll = (operations: readonly Operation[], done: Operation[]): void => {
  for (const operation of operations) {
    done.push(operation);
    try {
      perform(operation);
    } catch (error) {
      if (error instanceof Changed) done.pop();
      throw error;
    }
  }
};

const undo = (places: Places, done: readonly Operation[], reason: unknown, say: Say): void => {
  try {
    for (const operation of done.toReversed()) revert(operation, say);
    clearJournal(places);
  } catch (error) {
    throw new LaresError({
      code: "interrupted",
      message: "the switch failed, and so did undoing it; the next command goes on with that",
      details: [describeError(reason), describeError(error)],
      hint: "mend what the error names (a full or read-only disk, permissions), then run `lares status`",
      cause: error,
    });
  }
};

/** Finishes a journal after a crash past the flip. What the person changed since is left alone, and said. */
export const redo = (places: Places, journal: Journal, say: Say): void => {
  const operations = journal.flip === null ? [...journal.before, ...journal.after] : journal.after;
  for (const operation of operations)
    if (!performIfUnchanged(operation, say)) unstage(journal, operation, say);
  sweepAround(journal);
  syncWhenApart(places);
};

/** Undoes a journal after a crash before the flip. */
export const undoJournal = (journal: Journal, say: Say): void => {
  for (const operation of journal.before.toReversed()) revert(operation, say);
  sweepAround(journal);
};

const performIfUnchanged = (operation: Operation, say: Say): boolean => {
  try {
    perform(operation);
    return true;
  } catch (error) {
    if (!(error instanceof Changed)) throw error;
    say(error.path, `${error.message}, so it was left alone`);
    return false;
  }
};

/** What was written beside a place that the person has taken meanwhile has nowhere to go. */
const unstage = ({ before }: Journal, operation: Operation, say: Say): void => {
  if (operation.do !== "place") return;
  for (const each of before.toReversed())
    if (each.path === operation.from || each.path.startsWith(`${operation.from}/`)) revert(each, say);
};

/** Whether the journal's flip has taken place. */
export const isCommitted = ({ flip }: Journal): boolean =>
  flip === null || (files.readlink(flip.path) ?? null) === flip.text;

/** A kill inside an operation may leave a temporary name beside its place. */
const sweepAround = ({ before, after }: Journal): void => {
  const folders = new Set(
    [...before, ...after].flatMap((operation) => [operation.path, backupOf(operation)]).map(folderOf),
  );
  for (const folder of folders) sweepTemporaries(folder);
};

const backupOf = (operation: Operation): string => ("at" in operation ? operation.at : operation.path);

/** Everything new is on disk before the flip says so: one sync for each file system, not one for each file. */
const syncBoth = (places: Places): void => {
  syncFileSystem(places.home);
  if (apart(places)) syncFileSystem(places.stateDir);
};

/**
 * On one file system the removal of the journal cannot reach the disk before what it speaks of: ext4, xfs, btrfs and APFS
 * keep directory changes in order. On two it can.
 */
const syncWhenApart = (places: Places): void => {
  if (apart(places)) syncFileSystem(places.home);
};

const apart = ({ home, stateDir }: Places): boolean =>
  files.stat(home)?.device !== files.stat(stateDir)?.device;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

const homeChanged = (error: Changed): LaresError =>
  new LaresError({
    code: "home-changed",
    message: "a file changed while the switch was under way, so all was put back as it was",
    details: [`${shownPath(error.path)}: ${error.message}`],
    hint: "run it again",
    cause: error,
  });
