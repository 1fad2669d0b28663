/** The suite as pieces of work that know nothing of each other, so that two can run at a time. */

import { failCalls } from "./fail-calls.ts";
import type { Figures } from "./figures.ts";
import { killAtCalls } from "./kill-calls.ts";
import type { Program } from "./program.ts";
import { realDisks } from "./real-disks.ts";
import { scenarios } from "./scenarios.ts";
import { killFromOutside } from "./strace.ts";

export interface Job {
  readonly name: string;
  readonly run: (program: Program, seed: number) => Promise<Figures>;
}

const traced = ["first switch", "everything at once", "everything in the way", "collection"];

/** With how many of its errors are left out between two that are tried. */
const failing: readonly (readonly [string, number])[] = [
  ["first switch", 3],
  ["everything at once", 3],
  ["everything in the way", 3],
  ["rollback", 3],
  ["uninstall", 5],
  ["eject", 5],
  ["adopt", 5],
  ["collection", 5],
  ["verify and repair", 5],
  ["restoring a backup", 3],
];

export const jobs: readonly Job[] = [
  ...Object.keys(scenarios).map(
    (name): Job => ({ name: `kill: ${name}`, run: (program) => killAtCalls(program, name) }),
  ),
  ...traced.map(
    (name): Job => ({
      name: `strace: ${name}`,
      run: (program, seed) => killFromOutside(program, name, 1, seed),
    }),
  ),
  ...failing.map(
    ([name, every]): Job => ({
      name: `errors: ${name}`,
      run: (program, seed) => failCalls(program, name, every, seed),
    }),
  ),
  ...Object.entries(realDisks).map(([name, run]): Job => ({ name: `disks: ${name}`, run })),
];
