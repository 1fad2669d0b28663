/** One that holds the lock sleeps, hangs or dies while another one waits. */
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { unclear } from "./fail-calls.ts";
import { type Figures, together } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import { look } from "./look.ts";
import { type Check, failed, result, settled, start, until } from "./running.ts";
import { scenarios } from "./scenarios.ts";
import { stage } from "./staged.ts";
import { type Config, startTrial } from "./trial.ts";

/** The one that works is killed at some call while another waits or works too: the other one gets there. */
export const oneOfTwoDies: Check = async (program, seed) => {
  const all: Figures[] = [];
  for (const name of ["first switch", "everything at once", "everything in the way", "collection"]) {
    const staged = stage(program, scenarios[name]!);
    try {
      const every = Math.max(1, Math.floor(staged.calls.any! / 20));
      for (let nth = 1 + (seed % every); nth <= staged.calls.any!; nth += every) {
        staged.trial.reset();
        const dying = start(staged.trial, staged.words, { LARES_FAULT: `any:${nth}:KILL` });
        const other = start(staged.trial, staged.words);
        const [, answer] = await Promise.all([dying.end, other.end]);
        const faults = [...unclear(answer), ...failed(answer), ...(await staged.judge())];
        all.push(result(`${name}, one of two killed at call ${nth}`, faults));
      }
    } finally {
      staged.trial.remove();
    }
  }
  return together(all);
};

/** A configuration whose step waits until the file `go` is there, and says that it runs by making `runs`. */
const waiting = (content: string): Config => ({
  home: {
    file: { ".a": { text: content } },
    activation: {
      wait: {
        after: ["writeBoundary"],
        run: 'touch "$HOME/runs"; while [ ! -e "$HOME/go" ]; do sleep 0.02; done',
      },
    },
  },
});

/** The holder is stopped, goes on, or is killed: the one that waits says for whom, and is let in at once. */
export const sleepingHolder: Check = async (program) => {
  const all: Figures[] = [];
  for (const way of ["stopped", "killed", "stopped and killed"] as const) {
    const trial = startTrial(program);
    try {
      trial.configure(waiting("1"));
      const holder = start(trial, ["switch"]);
      await until(() => fs.existsSync(trial.at("runs")));
      if (way !== "killed") holder.child.kill("SIGSTOP");
      const faults: Fault[] = [];
      const impatient = trial.run(["switch", "--no-wait", "--generation", "1"]);
      if (impatient.status !== 1 || !/lares switch is running \(process \d+/.test(impatient.stderr))
        faults.push({ kind: "unsound", what: `--no-wait gave ${impatient.status}: ${impatient.stderr}` });
      const reading = trial.run(["status"]);
      if (reading.signal !== null) faults.push({ kind: "unsound", what: "status waited for the lock" });
      const waiter = start(trial, ["switch", "--generation", "1"]);
      await sleep(200);
      if (waiter.child.exitCode !== null)
        faults.push({ kind: "unsound", what: "it did not wait for the holder" });
      if (way === "stopped") holder.child.kill("SIGCONT");
      else holder.child.kill("SIGKILL");
      fs.writeFileSync(trial.at("go"), "");
      const since = Date.now();
      const answers = await Promise.all([waiter.end, ...(way === "stopped" ? [holder.end] : [])]);
      if (Date.now() - since > 20_000) faults.push({ kind: "unsound", what: "the lock came free late" });
      faults.push(
        ...answers.flatMap((answer) => [...unclear(answer), ...failed(answer)]),
        ...(await settled(trial)),
      );
      all.push(result(`a holder that is ${way}`, faults));
    } finally {
      trial.remove();
    }
  }
  return together(all);
};

/** A step that hangs, killed with its command: files are wholly new, the step is shown, and runs at the next switch. */
export const hangingStep: Check = async (program) => {
  const trial = startTrial(program);
  try {
    trial.configure(waiting("1"));
    const hanging = start(trial, ["switch"]);
    await until(() => fs.existsSync(trial.at("runs")));
    hanging.child.kill("SIGKILL");
    await hanging.end;
    const faults: Fault[] = [];
    if (look(trial)[".a"] !== "managed file 1")
      faults.push({ kind: "mixed", what: "the files are not in place" });
    const status = trial.run(["status"]);
    if (!/wait/.test(status.stdout))
      faults.push({ kind: "unsound", what: `status does not show the step: ${status.stdout}` });
    fs.rmSync(trial.at("runs"));
    fs.writeFileSync(trial.at("go"), "");
    const again = trial.run(["switch"]);
    if (again.status !== 0 || !fs.existsSync(trial.at("runs")))
      faults.push({ kind: "unsound", what: `the step did not run again: ${again.stdout}${again.stderr}` });
    faults.push(...(await settled(trial)));
    return result("a step that hangs, killed", faults);
  } finally {
    trial.remove();
  }
};
