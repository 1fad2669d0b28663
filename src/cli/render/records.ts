/** Packages and variables that change, a line each; the versions side by side. */
import type { PackageChange, PackageState, RecordChanges } from "../../build/compare-records.ts";
import { type ChangeKind, changeMark, countChanges } from "./change-marks.ts";
import type { Palette } from "./colour.ts";
import { alignColumns } from "./layout.ts";
import { printable } from "./printable.ts";

export const renderRecordChanges = (
  { packages, variables }: RecordChanges,
  colour: Palette,
  { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
): readonly string[] => {
  const rows = [
    ...packages.map((change) => [markOf(change, colour), printable(change.name), aboutPackage(change)]),
    ...variables.map((change) => [
      markOf(change, colour),
      `$${printable(change.name)}`,
      transition(change.before, change.after),
    ]),
  ];
  const shown = rows.slice(0, rows.length > limit ? limit - 1 : limit);
  const lines = alignColumns(shown, { indent: "  " });
  return shown.length === rows.length ? lines : [...lines, `  … and ${rows.length - shown.length} more`];
};

/** `1 program added, 2 changed, 1 variable removed`; empty where nothing changes. */
export const summariseRecordChanges = ({ packages, variables }: RecordChanges): string =>
  [summary(packages, "program"), summary(variables, "variable")].filter((part) => part !== "").join(", ");

interface Change {
  readonly before?: unknown;
  readonly after?: unknown;
}

const summary = (changes: readonly Change[], noun: string): string => countChanges(changes.map(kindOf), noun);

const kindOf = ({ before, after }: Change): ChangeKind =>
  before === undefined ? "added" : after === undefined ? "removed" : "changed";

const markOf = (change: Change, colour: Palette): string => changeMark(kindOf(change), colour);

const aboutPackage = ({ before, after }: PackageChange): string => {
  const [old, fresh] = [stateText(before), stateText(after)];
  return old === fresh && old !== undefined ? `${old}, built anew` : transition(old, fresh);
};

const stateText = (state: PackageState | undefined): string | undefined =>
  state === undefined
    ? undefined
    : state.outPath === undefined
      ? "the system's own"
      : (state.version ?? "from the store");

const transition = (before: string | undefined, after: string | undefined): string =>
  printable(before === undefined ? (after ?? "") : after === undefined ? before : `${before} → ${after}`);
