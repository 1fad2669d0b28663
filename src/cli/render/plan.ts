/** A plan as a person reads it: one line for each path that something happens to, and a summary. */
import type { Action } from "../../activation/draft.ts";
import type { Plan } from "../../activation/plan.ts";
import type { Palette } from "./colour.ts";
import { alignColumns } from "./layout.ts";
import { homePath, placeText } from "./paths.ts";
import { counted, grouped } from "./quantities.ts";

/** What happens to one path, in the terms of the home. */
export interface PlanRow {
  readonly kind: RowKind;
  /** Relative to the home, or absolute outside it. */
  readonly path: string;
  readonly action?: Action;
}

export type RowKind = "add" | "change" | "remove" | "adopt" | "backup" | "restore" | "repair";

export const planRows = ({ actions, changes }: Plan): readonly PlanRow[] => {
  const changed = new Map(changes.map(({ path, change }) => [path, change]));
  const replaced = new Set(actions.flatMap(({ do: what, path }) => (what === "adopt" ? [path] : [])));
  const rows = actions.flatMap((action): PlanRow[] => {
    const kind = kindOf(action, changed.get(action.path), replaced.has(action.path));
    return kind === undefined ? [] : [{ kind, path: action.path, action }];
  });
  const seen = new Set(rows.map(({ path }) => path));
  const removed = changes.filter(({ path, change }) => change === "removed" && !seen.has(path));
  return [...rows, ...removed.map(({ path }): PlanRow => ({ kind: "remove", path }))].sort(
    (a, b) => compare(a.path, b.path) || compare(a.kind, b.kind),
  );
};

const kindOf = (
  { do: what }: Action,
  change: "added" | "changed" | "removed" | undefined,
  isAdopted: boolean,
): RowKind | undefined => {
  switch (what) {
    case "keep":
      return change === "changed" ? "change" : undefined;
    case "adopt":
    case "backup":
    case "restore":
    case "remove":
      return what;
    case "plain":
      return "change";
    case "mkdir":
    case "rmdir":
    case "anchor":
      return undefined;
    default:
      if (isAdopted) return undefined;
      return change === "added" ? "add" : change === "changed" ? "change" : "repair";
  }
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** At most `limit` rows; the rest are counted. */
export const renderRows = (
  rows: readonly PlanRow[],
  colour: Palette,
  { limit = Number.POSITIVE_INFINITY, origins = false }: { limit?: number; origins?: boolean } = {},
): readonly string[] => {
  const shown = rows.slice(0, rows.length > limit ? limit - 1 : limit);
  const lines = alignColumns(
    shown.map((row) => [
      marks[row.kind].paint(colour)(marks[row.kind].sign),
      homePath(row.path),
      aboutRow(row, origins),
    ]),
    { indent: "  " },
  );
  return shown.length === rows.length ? lines : [...lines, `  … and ${rows.length - shown.length} more`];
};

const aboutRow = ({ kind, action }: PlanRow, origins: boolean): string => {
  const place = origins && kind !== "remove" ? action?.entry?.origin.place : undefined;
  const words = [
    action?.do === "copy" || action?.do === "live" ? action.do : "",
    marks[kind].word ?? "",
    place === undefined ? "" : placeText(place),
  ];
  return words.filter((word) => word !== "").join(", ");
};

const marks: Readonly<
  Record<RowKind, { sign: string; word?: string; paint: (colour: Palette) => (text: string) => string }>
> = {
  add: { sign: "+", paint: ({ green }) => green },
  change: { sign: "~", paint: ({ yellow }) => yellow },
  remove: { sign: "-", paint: ({ red }) => red },
  adopt: { sign: "=", word: "was there with the same contents", paint: ({ cyan }) => cyan },
  backup: { sign: "b", word: "what is there goes to a backup", paint: ({ yellow }) => yellow },
  restore: { sign: "<", word: "from its backup", paint: ({ cyan }) => cyan },
  repair: { sign: "!", word: "put back in place", paint: ({ yellow }) => yellow },
};

/** `3 added, 1 changed`; empty where nothing happens. */
export const summariseRows = (rows: readonly PlanRow[]): string => {
  const words: Readonly<Record<RowKind, string>> = {
    add: "added",
    change: "changed",
    remove: "removed",
    adopt: "taken over",
    backup: "backed up",
    restore: "restored",
    repair: "repaired",
  };
  return (Object.keys(words) as RowKind[])
    .map((kind) => [rows.filter((row) => row.kind === kind).length, words[kind]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word], at) =>
      at === 0 ? `${counted(count, "file")} ${word}` : `${grouped(count)} ${word}`,
    )
    .join(", ");
};

export const planAsJson = ({ actions, changes, collisions, notes }: Plan) => ({
  actions: actions
    .filter(({ do: what }) => what !== "keep")
    .map(({ do: action, path, entry }) => ({ do: action, path, ...(entry && { origin: entry.origin }) })),
  changes: changes.map(({ change, path }) => ({ change, path })),
  collisions,
  notes,
});
