/** What a file in `works/` is: one thing that Lares does, measured beside what others need for it. */
import type { BenchContext } from "./context.ts";

export interface Work {
  /** As named on the command line: `first-switch`. */
  readonly name: string;
  readonly title: string;
  /** Gives a row for each size and place, each as soon as it is measured. */
  readonly measure: (context: BenchContext) => Iterable<Row>;
}

export interface Row {
  readonly title: string;
  /** Files in the home, paths in the store: what grows. */
  readonly size: string;
  /** Type of the file system that the work was done on. */
  readonly on: string;
  readonly unit: "ms" | "MiB";
  readonly ours: Sample;
  readonly others: readonly Other[];
  /** Upper limit of the figure itself, in the row's unit. */
  readonly atMost?: number;
}

export interface Other {
  readonly name: string;
  readonly sample: Sample;
  /** Our median divided by theirs. */
  readonly ratio: number;
  /** Upper limit of the ratio, where one is promised. */
  readonly atMost?: number;
}

export interface Sample {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly count: number;
}

export const isMissed = ({ ours, others, atMost }: Row): boolean =>
  (atMost !== undefined && ours.median > atMost) || others.some(isOver);

export const isOver = ({ ratio, atMost }: Other): boolean => atMost !== undefined && ratio > atMost;
