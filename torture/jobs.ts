/** The suite as pieces of work that know nothing of each other, so that two can run at a time. */
import type { Figures } from "./figures.ts";
import { killAtCalls } from "./kill-calls.ts";
import type { Program } from "./program.ts";
import { scenarios } from "./scenarios.ts";

export interface Job {
  readonly name: string;
  readonly run: (program: Program, seed: number) => Promise<Figures>;
}

export const jobs: readonly Job[] = [
  ...Object.keys(scenarios).map(
    (name): Job => ({ name: `kill: ${name}`, run: (program) => killAtCalls(program, name) }),
  ),
];
