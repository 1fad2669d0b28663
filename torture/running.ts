/** Commands that run while others do, and what must hold when all have ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { type Figures, located, nothing } from "./figures.ts";
import { type Fault, leaksIn, recover, storeFaults } from "./invariants.ts";
import { type Answer, environmentOf, type Program } from "./program.ts";
import type { Trial } from "./trial.ts";

export type Check = (program: Program, seed: number) => Promise<Figures>;

export interface Running {
  readonly child: ChildProcess;
  readonly end: Promise<Answer>;
}

/** Starts a command without waiting for it. */
export const start = (
  trial: Trial,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = trial.config,
): Running => {
  const child = spawn(process.execPath, [trial.program.entry, ...words], {
    cwd,
    env: environmentOf(trial.program, trial.home, env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (piece) => {
    stdout += piece;
  });
  child.stderr.on("data", (piece) => {
    stderr += piece;
  });
  const end = new Promise<Answer>((resolve) =>
    child.on("close", (status, signal) =>
      resolve({ status, signal, stdout, stderr, pid: child.pid ?? 0, output: [] }),
    ),
  );
  return { child, end };
};

export const until = async (holds: () => boolean): Promise<void> => {
  const ends = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > ends) throw new Error("it never came to be");
    await sleep(10);
  }
};

export const failed = ({ status, stderr }: Answer): readonly Fault[] =>
  status === 0 ? [] : [{ kind: "unsound", what: `one of many ended with ${status}: ${stderr}` }];

export const settled = async (trial: Trial): Promise<readonly Fault[]> => {
  await recover(trial);
  const collected = trial.run(["gc"]);
  return [...failed(collected), ...storeFaults(trial, true), ...leaksIn(trial)];
};

export const result = (
  where: string,
  faults: readonly Fault[],
  count = "commands at the same time",
): Figures => ({
  ...nothing,
  counts: { [count]: 1 },
  faults: located(where, faults),
});
