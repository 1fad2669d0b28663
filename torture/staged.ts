/** A scenario set up: the home before, what it will be, and how to look at it after something went wrong. */
import * as fs from "node:fs";
import { oncePerState, type Verdict } from "./disk-state.ts";
import { type Expectation, examine, type Fault } from "./invariants.ts";
import { everything, look, treasuresIn } from "./look.ts";
import type { Answer, Program, RunOptions } from "./program.ts";
import type { Scenario } from "./scenario.ts";
import { startTrial, type Trial, type TrialOptions } from "./trial.ts";

export interface Staged {
  readonly trial: Trial;
  readonly words: readonly string[];
  /** Runs the command once, in the home as it was before. */
  attempt(options?: RunOptions): Answer;
  /** Calls to the system of the undisturbed command, by name; `any` is their sum. */
  readonly calls: Readonly<Record<string, number>>;
  readonly expected: Expectation;
  /** What does not hold after the last attempt. */
  judge(): Promise<readonly Fault[]>;
  /** The same, where no earlier attempt left the disk in this very state. */
  judgeState(): Promise<Verdict>;
}

export const stage = (program: Program, scenario: Scenario, options: TrialOptions = {}): Staged => {
  const trial = startTrial(program, { ...options, env: { ...scenario.env?.(), ...options.env } });
  trial.source("tree/one", "1");
  trial.source("tree/deep/two", "2");
  for (const config of scenario.before ?? []) {
    trial.configure(config);
    trial.must(["switch"]);
  }
  scenario.prepare?.(trial);
  const { config } = scenario;
  if (config !== undefined) trial.configure(typeof config === "function" ? config(trial) : config);
  trial.remember();
  const old = look(trial);
  const oldFiles = filesOf(trial);
  const treasures = treasuresIn(trial);
  const words = scenario.words(trial);
  const through = scenario.through?.map((passing) => {
    if (typeof passing === "function") passing(trial);
    else trial.run(passing);
    const between = look(trial);
    trial.reset();
    return between;
  });
  trial.reset();
  const counts = `${trial.home}-calls.json`;
  const answer = trial.run(words, { env: { LARES_FAULT_COUNT: counts } });
  if (answer.status !== (scenario.status ?? 0))
    throw new Error(`left alone, it ended with ${answer.status}: ${answer.stderr}${answer.stdout}`);
  const calls = JSON.parse(fs.readFileSync(counts, "utf8")) as Record<string, number>;
  const expected: Expectation = {
    old,
    wanted: look(trial),
    files: [oldFiles, filesOf(trial)],
    treasures,
    again: scenario.again ?? (() => [words]),
    statuses: scenario.again === undefined ? [scenario.status ?? 0] : [0],
    leaves: scenario.leaves ?? false,
    damaged: scenario.damaged ?? false,
    through: through ?? [],
    programs: scenario.programs ?? [],
    holds: scenario.holds ?? (() => []),
  };
  const judge = () => examine(trial, expected);
  return {
    trial,
    words,
    calls,
    expected,
    attempt: (runOptions) => {
      trial.reset();
      return trial.run(words, runOptions);
    },
    judge,
    judgeState: oncePerState(trial, judge),
  };
};

/** The configuration and what lies beside it. */
const filesOf = ({ config, places }: Trial) => everything(config, places.anchor);
