/** What a switch changed, in a few words: `3 added, 1 changed`. */
import type { Changes } from "../../profile/history.ts";
import { grouped } from "./quantities.ts";

export const describeChanges = (changes: Changes | undefined): string => {
  if (changes === undefined) return "";
  const parts = [
    [changes.added, "added"],
    [changes.changed, "changed"],
    [changes.removed, "removed"],
    [changes.backedUp, "backed up"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`)
    .join(", ");
};
