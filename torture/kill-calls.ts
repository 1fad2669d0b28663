/** A command killed before its n-th call to the system, for every n, by the port's own hand. */

import * as fs from "node:fs";
import { type Figures, located, nothing, together } from "./figures.ts";
import type { Program } from "./program.ts";
import { scenarios } from "./scenarios.ts";
import { type Staged, stage } from "./staged.ts";

/** `every`: 1 for all calls; n for each n-th, beginning somewhere in the first n. */
export const killAtCalls = async (program: Program, name: string, every = 1, seed = 0): Promise<Figures> => {
  const staged = stage(program, scenarios[name]!);
  try {
    const all: Figures[] = [{ ...nothing, counts: { "scenarios killed at their calls": 1 } }];
    for (let nth = 1 + (seed % Math.min(every, staged.calls.any!)); nth <= staged.calls.any!; nth += every) {
      const answer = staged.attempt({ env: { LARES_FAULT: `any:${nth}:KILL` } });
      all.push(await judgeKill(staged, `${name}, killed at call ${nth}`, answer.signal));
    }
    return notKilledOften(name, together(all));
  } finally {
    staged.trial.remove();
  }
};

/**
 * Before calls that change something, and not before those that only read, which leave what the one before them left: for
 * commands that take long.
 */
export const killAtWrites = async (
  program: Program,
  name: string,
  every: number,
  seed: number,
): Promise<Figures> => {
  const staged = stage(program, scenarios[name]!);
  try {
    const all: Figures[] = [{ ...nothing, counts: { "scenarios killed at their calls": 1 } }];
    const points = Object.entries(staged.calls)
      .filter(([call]) => !onlyReads.has(call))
      .flatMap(([call, count]) => Array.from({ length: count }, (_, at) => `${call}:${at + 1}:KILL`));
    const first = seed % Math.min(every, points.length);
    for (const point of points.filter((_, at) => at % every === first % every)) {
      const answer = staged.attempt({ env: { LARES_FAULT: point } });
      all.push(await judgeKill(staged, `${name}, killed at ${point}`, answer.signal));
    }
    return notKilledOften(name, together(all));
  } finally {
    staged.trial.remove();
  }
};

const onlyReads = new Set([
  ...["any", "lstat", "stat", "readlink", "readdir", "realpath", "access", "statfs", "read", "close"],
  "sqlite-open",
]);

/** The last calls of two processes at once come and go; nearly all must be within reach. */
const notKilledOften = (name: string, figures: Figures): Figures => {
  const [killed = 0, late = 0] = [figures.counts["calls killed"], figures.counts["ended before the call"]];
  if (late <= 2 + killed / 50) return figures;
  const what = `${late} of ${killed + late} kills did not take place`;
  return { ...figures, faults: [...figures.faults, { kind: "unsound", where: name, what }] };
};

const judgeKill = async (
  staged: Staged,
  where: string,
  signal: string | null,
  when = "",
): Promise<Figures> => {
  const { faults, isNew } = await staged.judgeState();
  const count = signal === "SIGKILL" ? `calls killed${when}` : `ended before the call${when}`;
  const counts = { [count]: 1, "states of the disk judged": isNew ? 1 : 0 };
  return { ...nothing, counts, faults: located(where, faults) };
};

/** An error late in the work, and a kill at each of the calls that undo what was done so far. */
export const killWhileUndoing = async (
  program: Program,
  name: string,
  seed: number,
  every = 4,
): Promise<Figures> => {
  const staged = stage(program, scenarios[name]!);
  try {
    const all: Figures[] = [];
    for (const error of lateErrors(staged)) {
      const countFile = `${staged.trial.home}-calls.json`;
      staged.attempt({ env: { LARES_FAULT: error, LARES_FAULT_COUNT: countFile } });
      const { any } = JSON.parse(fs.readFileSync(countFile, "utf8")) as { any: number };
      for (let nth = any - (seed % every); nth > any - 70 && nth > 0; nth -= every) {
        const answer = staged.attempt({ env: { LARES_FAULT: `${error},any:${nth}:KILL` } });
        const where = `${name}, ${error}, then killed at call ${nth}`;
        all.push(await judgeKill(staged, where, answer.signal, " while undoing"));
      }
    }
    return together(all);
  } finally {
    staged.trial.remove();
  }
};

const lateErrors = ({ calls }: Staged): readonly string[] =>
  (["rename", "unlink", "rmdir", "chmod", "write"] as const).flatMap((call) => {
    const count = calls[call] ?? 0;
    return count === 0 ? [] : [`${call}:${count}:EIO`, ...(count > 3 ? [`${call}:${count - 3}:EIO`] : [])];
  });
