/** How archives fail, in the words that all kinds of them share. */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";

/** An archive that is damaged, cut short, or written in a way that nothing reads. */
export const badArchive = (archive: string, problem: string, cause?: unknown): LaresError =>
  new LaresError({
    code: "bad-archive",
    message: `${shownPath(archive)} ${problem}`,
    details: cause instanceof LaresError ? cause.details : [],
    hint: "fetch it again; if it stays so, what is published there is broken",
    cause,
  });

/** An entry that would reach out of its place, or mean another thing on another system. */
export const unsafeEntry = (archive: string, entry: string, problem: string): LaresError =>
  new LaresError({
    code: "unsafe-archive",
    message: `${shownPath(archive)} is refused: its entry ${shownEntry(entry)} ${problem}`,
    details: ["nothing of it is kept"],
    hint: "an archive like this is broken or hostile: take another release, or another source",
  });

export const tooMuch = (archive: string, problem: string): LaresError =>
  new LaresError({
    code: "archive-too-big",
    message: `${shownPath(archive)} is refused: ${problem}`,
    details: ["nothing of it is kept"],
    hint: "archives like this are made to fill disks; if it is honest, unpack it by hand and use the folder",
  });

/** Long names are cut, so that a hostile one cannot fill the screen. */
export const shownEntry = (entry: string): string =>
  entry === "" ? '""' : shownPath(entry.length > 200 ? `${entry.slice(0, 120)}…${entry.slice(-60)}` : entry);
