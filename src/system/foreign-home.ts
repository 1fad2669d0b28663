/** Whether a home is another's: a file of its own, and importing nothing, since every start of Lares loads it uncompiled. */
import { type Stats, statSync } from "node:fs";

/** Whether root is at work in the home of another. */
export const isForeignHome = (home: string): boolean =>
  process.getuid?.() === 0 && (statusOf(home)?.uid ?? 0) !== 0;

/** Undefined where there is nothing. */
export const statusOf = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });
