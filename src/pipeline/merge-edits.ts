/** The edits of a copied file and those of its source put together, line by line, over what the generation wrote. */
import { diff3Merge } from "node-diff3";

export interface Merge {
  readonly text: string;
  readonly conflicts: readonly Conflict[];
}

/** Where both changed the same lines to something else. */
export interface Conflict {
  /** In the merged text, from 1. */
  readonly line: number;
  readonly home: readonly string[];
  readonly source: readonly string[];
}

/** Who wins where both changed the same lines; `markers` writes both, as git does, for a person to choose. */
export type Winner = "home" | "source" | "markers";

export const mergeEdits = (home: string, base: string, source: string, winner: Winner = "markers"): Merge => {
  const conflicts: Conflict[] = [];
  const lines: string[] = [];
  const regions = diff3Merge(home.split("\n"), base.split("\n"), source.split("\n"), {
    excludeFalseConflicts: true,
  });
  for (const { ok, conflict } of regions) {
    if (ok !== undefined) lines.push(...ok);
    if (conflict === undefined) continue;
    conflicts.push({ line: lines.length + 1, home: conflict.a, source: conflict.b });
    if (winner === "home") lines.push(...conflict.a);
    else if (winner === "source") lines.push(...conflict.b);
    else lines.push("<<<<<<< home", ...conflict.a, "=======", ...conflict.b, ">>>>>>> source");
  }
  return { text: lines.join("\n"), conflicts };
};
