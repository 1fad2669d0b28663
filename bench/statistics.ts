/** Few numbers that stand for many. */
import type { Sample } from "./work.ts";

export const summarise = (values: readonly number[]): Sample => {
  if (values.length === 0) throw new Error("nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  return { median: median(sorted), lowest: sorted[0]!, highest: sorted.at(-1)!, count: sorted.length };
};

const median = (sorted: readonly number[]): number => {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
