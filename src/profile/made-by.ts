/** What each generation came from. */
import type { GenerationName, HistoryEntry } from "./history.ts";

/**
 * The switch that made a generation: the first that went to it. A number alone does not tell, since a watch uses those that
 * it gave up again.
 */
export const madeBy = (
  history: readonly HistoryEntry[],
): ((generation: GenerationName) => HistoryEntry | undefined) => {
  const made = new Map<string, HistoryEntry>();
  for (const entry of history) {
    if (entry.to === null) continue;
    const name = nameOf(entry.to);
    if (!made.has(name)) made.set(name, entry);
  }
  return (generation) => made.get(nameOf(generation));
};

const nameOf = ({ number, path }: GenerationName): string => `${number} ${path}`;

/** `lares switch`; of a watch, with all that it stands for: `lares watch: 12 edits`. */
export const reasonOf = ({ why, folded }: Pick<HistoryEntry, "why" | "folded">): string =>
  folded === undefined ? why : `${why}: ${folded} ${folded === 1 ? "edit" : "edits"}`;
