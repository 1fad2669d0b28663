/**
 * A command killed at its n-th call to the system, then the recovery that the next command begins with. A spread of the
 * calls by default; every single one with LARES_EVERY_CALL=1.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { status } from "../../src/activation/status.ts";
import { underLock } from "../../src/activation/under-lock.ts";
import { act, type Command } from "./act.ts";
import { exactly, makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

interface Scenario {
  readonly before?: Wishes;
  readonly prepare?: (trial: TrialHome) => void;
  readonly command: (trial: TrialHome) => Command;
  /** The command repeated makes no sense (a rollback goes further back): only the recovery is looked at. */
  readonly once?: boolean;
}

const to =
  (wishes: Wishes, options = {}) =>
  (trial: TrialHome): Command => ({ do: "switch", path: makeGeneration(trial.places, wishes), options });

const mixed: Wishes = {
  a: "1",
  "d/e/f": "2",
  "rec/x": "3",
  "rec/y": "4",
  tree: { tree: { p: "5" } },
  copy: { copy: "6" },
  swap: "7",
  gone: "8",
  "old/gone": { copy: "9" },
};
const mixedAfter: Wishes = {
  a: "1 changed",
  "d/e/g": "2",
  rec: { tree: { x: "3" } },
  "tree/p": "5",
  "tree/q/r": "new",
  copy: { copy: "6 changed", mode: 0o644 },
  swap: { copy: "7" },
  "new/deep": { copy: "10" },
};

const inTheWay = (trial: TrialHome) => {
  trial.write("a", "mine a", 0o600);
  trial.write("d", "mine d");
  trial.write("rec/x", "mine rec");
  trial.write("rec/inner/more", "mine more", 0o755);
  fs.symlinkSync("/nowhere", trial.at("swap"));
  trial.write("copy", "mine copy", 0o400);
};

const everyCall = process.env.LARES_EVERY_CALL === "1";

const scenarios: Record<string, Scenario> = {
  "a first switch": { command: to(mixed) },
  "a change of contents only": { before: { a: "1", b: "2" }, command: to({ a: "1 changed", b: "2" }) },
  "a change of everything": { before: mixed, command: to(mixedAfter) },
  "the change back": { before: mixedAfter, command: to(mixed) },
  "a rollback": {
    before: mixed,
    prepare: (trial) => run(trial, to(mixedAfter)(trial)),
    command: () => ({ do: "rollback" }),
    once: true,
  },
  "backing up what is in the way": {
    prepare: inTheWay,
    command: to(
      { a: "1", "d/e/f": "2", rec: { tree: { x: "3" } }, swap: "7", copy: { copy: "6" } },
      { backup: true },
    ),
  },
  adopting: {
    prepare: (trial) => {
      trial.write("a", "1", 0o600);
      trial.write("copy", "6", 0o640);
    },
    command: to(mixed),
  },
  repairing: {
    before: mixed,
    prepare: (trial) => {
      fs.unlinkSync(trial.at("a"));
      fs.rmSync(trial.at("rec"), { recursive: true });
      fs.chmodSync(trial.at("copy"), 0o777);
    },
    command: to(mixed),
  },
  uninstalling: {
    prepare: (trial) => {
      inTheWay(trial);
      run(
        trial,
        to(
          { a: "1", "d/x": "2", rec: { tree: { y: "3" } }, swap: "4", copy: { copy: "5" } },
          { backup: true },
        )(trial),
      );
    },
    command: () => ({ do: "uninstall" }),
  },
  ejecting: { before: mixed, command: () => ({ do: "eject" }) },
  "restoring a backup": {
    prepare: (trial) => {
      trial.write("a/b", "mine", 0o600);
      run(trial, to({ a: "1" }, { backup: true })(trial));
      run(trial, to({ z: "1" })(trial));
    },
    command: () => ({ do: "restore" }),
    once: true,
  },
};
describe.each(Object.entries(scenarios))("killed while %s", (_, scenario) => {
  test("the home is the old one or the new one, and nothing is lost", {
    timeout: everyCall ? 600_000 : 60_000,
  }, async () => {
    const trial = trialHome();
    const pristine = `${trial.home}-pristine`;
    try {
      trial.write("mine", "untouched", 0o604);
      trial.write("d2/mine", "untouched too");
      if (scenario.before) run(trial, to(scenario.before)(trial));
      scenario.prepare?.(trial);
      const command = scenario.command(trial);
      copyTree(trial.home, pristine);
      const old = look(trial);
      const calls = run(trial, command);
      const wanted = look(trial);
      for (const nth of sample(calls)) {
        copyTree(pristine, trial.home);
        const child = start(trial, command, { LARES_FAULT: `any:${nth}:KILL` });
        expect([nth, child.signal], child.stderr).toEqual([nth, "SIGKILL"]);
        const recovery = await underLock(trial.places, "test", {}, (recovered) => recovered);
        const found = look(trial);
        const isOld = JSON.stringify(found) === JSON.stringify(old);
        if (!isOld) expect(found, `killed at call ${nth} (${JSON.stringify(recovery)})`).toEqual(wanted);
        expect(status(trial.places).interrupted).toBe(false);
        if (scenario.once && !isOld) continue;
        await act(trial.places, command);
        expect(look(trial), `again after a kill at call ${nth}`).toEqual(wanted);
      }
    } finally {
      trial.remove();
      fs.rmSync(pristine, { recursive: true, force: true });
    }
  });
});

/** Links by what they lead to, the person's files to the bit; a managed copy's time is when it was written. */
const look = (trial: TrialHome): Record<string, string> => {
  const exact = exactly(trial);
  return Object.fromEntries(
    Object.entries(seen(trial)).map(([path, shown]) => [
      path,
      exact[path]!.includes(" 1500000000250 ") ? exact[path]! : `${shown} ${exact[path]!.split(" ")[1]}`,
    ]),
  );
};

const sample = (calls: number): readonly number[] => {
  const step = everyCall ? 1 : Math.max(1, Math.floor(calls / 8));
  const from = 1 + (Math.floor(Date.now() / 1000) % step);
  return Array.from({ length: Math.ceil((calls - from + 1) / step) }, (_, at) => from + at * step);
};

/** Gives the number of calls. */
const run = (trial: TrialHome, command: Command): number => {
  const counts = join(tmpdir(), `lares-counts-${process.pid}-${fs.readdirSync(tmpdir()).length}.json`);
  const child = start(trial, command, { LARES_FAULT_COUNT: counts });
  expect(child.status, child.stderr).toBe(0);
  const { any } = JSON.parse(fs.readFileSync(counts, "utf8"));
  fs.rmSync(counts);
  return any;
};

const start = (trial: TrialHome, command: Command, env: Record<string, string>) =>
  spawnSync(process.execPath, [`${import.meta.dirname}/act.ts`, trial.home, JSON.stringify(command)], {
    encoding: "utf8",
    env: { PATH: process.env.PATH!, HOME: trial.home, ...env },
  });

const copyTree = (from: string, to: string): void => {
  fs.rmSync(to, { recursive: true, force: true });
  expect(spawnSync("cp", ["-a", from, to]).status).toBe(0);
};
