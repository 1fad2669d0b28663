/** What a run counts, and how it is printed. */
import type { Fault } from "./invariants.ts";

export interface Figures {
  /** Name of a count → how many. */
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly (Fault & { readonly where: string })[];
  /** What could not be tried here, and why. */
  readonly skipped: readonly string[];
}

export const nothing: Figures = { counts: {}, faults: [], skipped: [] };

export const together = (all: readonly Figures[]): Figures => {
  const counts: Record<string, number> = {};
  for (const figures of all)
    for (const [name, count] of Object.entries(figures.counts)) counts[name] = (counts[name] ?? 0) + count;
  return {
    counts,
    faults: all.flatMap(({ faults }) => faults),
    skipped: [...new Set(all.flatMap(({ skipped }) => skipped))],
  };
};

export const located = (where: string, faults: readonly Fault[]): Figures["faults"] =>
  faults.map((fault) => ({ ...fault, where }));

/** The table of docs/reliability.md. */
export const table = ({ counts, faults, skipped }: Figures): string => {
  const of = (kind: Fault["kind"]) => faults.filter((fault) => fault.kind === kind).length;
  const rows: [string, number][] = [
    ...Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)),
    ["files lost", of("lost")],
    ["homes left mixed", of("mixed")],
    ["crashes without a clear error", of("unclear")],
    ["other promises broken", of("unsound")],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(7)}`),
    ...skipped.map((what) => `skipped: ${what}`),
  ].join("\n");
};
