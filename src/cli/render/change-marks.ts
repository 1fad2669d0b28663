/** What came, changed and went: the mark of one, and how many there are. */
import type { Palette } from "./colour.ts";
import { counted } from "./quantities.ts";

export type ChangeKind = "added" | "changed" | "removed";

export const changeMark = (kind: ChangeKind, colour: Palette): string =>
  ({ added: colour.green("+"), changed: colour.yellow("~"), removed: colour.red("-") })[kind];

/** `2 files added, 1 removed`; empty where there are none. */
export const countChanges = (kinds: readonly ChangeKind[], noun: string): string =>
  (["added", "changed", "removed"] as const)
    .map((kind) => [kinds.filter((each) => each === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind], at) => (at === 0 ? `${counted(count, noun)} ${kind}` : `${count} ${kind}`))
    .join(", ");
