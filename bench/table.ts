/** Rows as lines for people. */
import type { Machine } from "./machine.ts";
import { isOver, type Other, type Row, type Sample } from "./work.ts";

export const printMachine = (machine: Machine): string =>
  [
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB · ${machine.system}`,
    `Node ${machine.node} · Lares ${machine.lares} · ${Object.entries(machine.fileSystems)
      .map(([folder, type]) => `${folder} is ${type}`)
      .join(", ")} · ${machine.date}`,
    ...(machine.load > machine.cores / 2
      ? [`busy: a load of ${machine.load.toFixed(1)} before the start; times are long, and ratios rough`]
      : []),
  ].join("\n");

export const tableHead = (): string =>
  line("", "size", "on", "lares", "range", "against", "", "ratio", "budget");

/** One line for each comparison; the first also says what was measured. */
export const printRow = (row: Row): string => {
  const own = [row.title, row.size, row.on, figure(row.ours.median, row.unit), range(row.ours)];
  const lines: string[][] = row.others.map((other) => [...compared(other, row), budget(other)]);
  if (row.atMost !== undefined) {
    const verdict = row.ours.median > row.atMost ? "MISSED" : "ok";
    lines.unshift(["", "", "", `≤ ${figure(row.atMost, row.unit)} ${verdict}`]);
  }
  if (lines.length === 0) lines.push(["", "", "", ""]);
  return lines.map((rest, at) => line(...(at === 0 ? own : own.map(() => "")), ...rest)).join("\n");
};

const compared = ({ name, sample, ratio }: Other, { unit }: Row): string[] => [
  sample.count < 7 ? `${name} (${sample.count}×)` : name,
  figure(sample.median, unit),
  `${ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)}×`,
];

const budget = (other: Other): string =>
  other.atMost === undefined ? "" : `≤ ${other.atMost}× ${isOver(other) ? "MISSED" : "ok"}`;

const figure = (value: number, unit: string): string =>
  `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${unit}`;

const range = ({ lowest, highest }: Sample): string => `${lowest.toFixed(0)}-${highest.toFixed(0)}`;

/** Titles and names to the left, figures to the right. */
const columns = [-28, 12, 5, 9, 11, -30, 9, 7, -14] as const;

const line = (...cells: readonly string[]): string =>
  cells
    .map((cell, at) => {
      const width = columns[at]!;
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
    })
    .join(" ")
    .trimEnd();
