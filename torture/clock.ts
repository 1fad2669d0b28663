/** Times that lie in the future. */
import * as fs from "node:fs";
import { unclear } from "./fail-calls.ts";
import { type Figures, together } from "./figures.ts";
import { examine } from "./invariants.ts";
import { type Check, failed, result } from "./running.ts";
import { scenarios } from "./scenarios.ts";
import { stage } from "./staged.ts";
import type { Trial } from "./trial.ts";

/** As after a clock that was set back: nothing is ordered by them but what age decides. */
export const clockSetBack: Check = async (program) => {
  const all: Figures[] = [];
  for (const name of ["everything at once", "rollback", "collection", "no change", "drifted copy"]) {
    const staged = stage(program, scenarios[name]!);
    try {
      const { trial } = staged;
      trial.reset();
      const future = Date.now() / 1000 + 10 * 365 * 86_400;
      for (const file of [
        `${trial.config}/home.config.json`,
        `${trial.places.stateDir}/history.jsonl`,
        ...belowState(trial),
      ])
        fs.lutimesSync(file, future, future);
      const answer = trial.run(staged.words);
      const faults = [...unclear(answer), ...failed(answer)];
      faults.push(...(await examine(trial, staged.expected)));
      all.push(result(`${name}, after a clock was set back`, faults, "commands with the clock set back"));
    } finally {
      staged.trial.remove();
    }
  }
  return together(all);
};

const belowState = ({ places }: Trial): readonly string[] =>
  [
    `${places.stateDir}/profiles`,
    `${places.stateDir}/journal`,
    `${places.cacheDir}/homes`,
    `${places.varDir}/db`,
  ].flatMap((folder) => fs.readdirSync(folder).map((name) => `${folder}/${name}`));
