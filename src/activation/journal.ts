/**
 * `<state>/journal/current.json`: a switch that is under way, in full, written and synced before its first change. It is
 * there exactly as long as the home may be between two states.
 */
import { exceptErrno, LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { randomName } from "../base/random-name.ts";
import type { CommandKind, GenerationName, HistoryEntry } from "../profile/history.ts";
import { watchingFolder } from "../profile/running-watches.ts";
import { replaceFile, temporaryPrefix } from "../system/durable.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { journalFile } from "./journal-file.ts";
import type { Operation } from "./operation.ts";

export const journalVersion = 1;

export interface Journal {
  readonly version: typeof journalVersion;
  /** Done before the flip, undone when it did not come to it. */
  readonly before: readonly Operation[];
  /** The commit point; null for a repair within one generation, which is always brought to its end. */
  readonly flip: Extract<Operation, { do: "flip" }> | null;
  /** Done after the flip, and again until all is done. */
  readonly after: readonly Operation[];
  /** What the history will say. */
  readonly entry: HistoryEntry;
  /** What runs when the files are in place: the commands of changed entries, then the steps of the generation. */
  readonly commands: readonly Command[];
}

export interface Command {
  readonly kind: CommandKind;
  /** Of the step, or the paths whose change it is about. */
  readonly name: string;
  readonly script: string;
  /** The generation that was left, which a later run must see too. */
  readonly from?: GenerationName | null;
}

/** Names the switch in the history, and its backups: its time in UTC, and something that nobody else has. */
export const newId = (now = new Date()): string =>
  `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}-${randomName(3)}`;

export { hasJournal } from "./journal-file.ts";

/** The switch under way, if any. Throws `damaged-journal` or `newer-journal`. */
export const readJournal = (places: Places): Journal | undefined => {
  const text = files.readTextIfAny(journalFile(places));
  return text === undefined ? undefined : parseJournal(places, text);
};

/** `durable`: on disk before it returns, which a switch that touches nothing but the profile can do without. */
export const writeJournal = (places: Places, journal: Journal, durable: boolean): void => {
  const text = JSON.stringify(journal);
  replaceFile(journalFile(places), `${text}\n${checksum(text)}\n`, { mode: 0o600, durable });
};

/**
 * FNV-1a of the UTF-16 units. A journal says what to remove: one flipped bit in a path must not be taken for another path.
 * (Against damage, not against malice; SHA-256 would cost loading node:crypto.)
 */
const checksum = (text: string): string => {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
};

export const clearJournal = (places: Places): void =>
  exceptErrno(["ENOENT"], undefined, () => files.unlink(journalFile(places)));

/** Takes a journal that cannot be read out of the way, kept under another name; gives that name. */
export const setJournalAside = (places: Places): AbsolutePath => {
  const aside = below(places.stateDir, "journal", `damaged-${newId()}.json`);
  files.rename(journalFile(places), aside);
  return aside;
};

/** Makes the folders that a switch writes to, and takes away what a crash left half written in them. */
export const prepareState = (places: Places): void => {
  for (const name of ["journal", "profiles", "backups"]) {
    files.makeDirectories(below(places.stateDir, name), 0o700);
    sweepTemporaries(below(places.stateDir, name));
  }
  for (const folder of [watchingFolder(places), places.stateDir]) sweepTemporaries(folder);
};

/** Removes unfinished files and links by their prefix. Directories under it are left to the journal, which knows them. */
export const sweepTemporaries = (folder: string): void => {
  for (const { name, kind } of exceptErrno(["ENOENT", "ENOTDIR", "EACCES"], [], () =>
    files.readDirectory(folder),
  ))
    if (name.startsWith(temporaryPrefix) && kind !== "directory") files.unlink(`${folder}/${name}`);
};

const parseJournal = (places: Places, text: string): Journal => {
  const [line = "", sum] = text.split("\n");
  const journal = exceptSyntax(() => JSON.parse(line) as Partial<Journal> | null);
  if (typeof journal?.version === "number" && journal.version > journalVersion)
    throw new LaresError({
      code: "newer-journal",
      message: "a newer lares was interrupted here, and only it can finish what it began",
      details: [journalFile(places)],
      hint: "run the newer lares once",
    });
  const whole =
    sum === checksum(line) &&
    journal?.version === journalVersion &&
    [journal.before, journal.after].every((list) => Array.isArray(list) && list.every(isOperation)) &&
    isFlip(journal.flip) &&
    typeof journal.entry?.id === "string" &&
    Array.isArray(journal.commands);
  if (!whole) throw damagedJournal(places);
  return journal as Journal;
};

const isOperation = (operation: Partial<Operation> | null): boolean =>
  typeof operation === "object" && typeof operation?.do === "string" && typeof operation.path === "string";

const isFlip = (flip: Journal["flip"] | undefined): boolean =>
  flip === null || (flip !== undefined && isOperation(flip) && flip.do === "flip");

const exceptSyntax = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const damagedJournal = (places: Places): LaresError =>
  new LaresError({
    code: "damaged-journal",
    message: "a switch was interrupted, and the journal that tells how to finish it is damaged",
    details: [journalFile(places), "no file was touched"],
    hint: "`lares doctor --fix` sets the journal aside; `lares switch` then makes the home whole from what is there",
  });
