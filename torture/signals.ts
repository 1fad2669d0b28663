/** Ctrl-C, SIGTERM and SIGHUP at any moment, and readers of the output that go away: a whole home, an honest exit status. */
import { spawn } from "node:child_process";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import { difference, look, sameLook } from "./look.ts";
import { type Answer, environmentOf, type Program } from "./program.ts";
import { scenarios } from "./scenarios.ts";
import { type Staged, stage } from "./staged.ts";

type Check = (program: Program, seed: number) => Promise<Figures>;

const names = [
  "first switch",
  "everything at once",
  "everything in the way",
  "uninstall",
  "collection",
  "failing step",
];

/** The signal is sent by the command to itself at its n-th call, as a terminal would to it at that moment. */
const signalsAtCalls: Check = async (program, seed) => {
  const all: Figures[] = [];
  for (const name of names) {
    const staged = stage(program, scenarios[name]!);
    try {
      const every = Math.max(1, Math.floor(staged.calls.any! / 14));
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
        for (let nth = 1 + (seed % every); nth <= staged.calls.any!; nth += every) {
          const answer = staged.attempt({ env: { LARES_FAULT: `any:${nth}:${signal}` } });
          const faults = [...honest(staged, answer, signal), ...(await staged.judge())];
          const counts = { [`signals sent: ${signal}`]: 1 };
          all.push({ ...nothing, counts, faults: located(`${name}, ${signal} at call ${nth}`, faults) });
        }
    } finally {
      staged.trial.remove();
    }
  }
  return together(all);
};

/** Success means the new home; else it ended by the signal, or with the status that stands for it. */
const honest = ({ trial, expected }: Staged, answer: Answer, signal: string): readonly Fault[] => {
  const { status } = answer;
  const ended =
    answer.signal === signal || status === 128 + ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal] ?? 0);
  if (ended) return [];
  const faults = [...unclear(answer)];
  const now = look(trial);
  if (status === 0 && !sameLook(now, expected.wanted))
    faults.push({
      kind: "mixed",
      what: `it ended well after ${signal}: ${difference(now, expected.wanted)}`,
    });
  return faults;
};

/** Nobody reads what it prints: as `lares switch | head -0` does it, or a terminal that is closed. */
const closedOutput: Check = async (program) => {
  const all: Figures[] = [];
  for (const name of [...names, "no change", "rollback", "eject"])
    for (const closed of [["stdout"], ["stderr"], ["stdout", "stderr"]] as const) {
      const staged = stage(program, scenarios[name]!);
      try {
        staged.trial.reset();
        const status = await withClosed(staged, closed);
        const faults: Fault[] = [];
        const wanted = scenarios[name]!.status ?? 0;
        if (status !== wanted)
          faults.push({ kind: "unsound", what: `it ended with ${status}, not ${wanted}` });
        const now = look(staged.trial);
        if (!sameLook(now, staged.expected.wanted))
          faults.push({ kind: "mixed", what: difference(now, staged.expected.wanted) });
        faults.push(...(await staged.judge()));
        const where = `${name}, with closed ${closed.join(" and ")}`;
        all.push({
          ...nothing,
          counts: { "commands with closed output": 1 },
          faults: located(where, faults),
        });
      } finally {
        staged.trial.remove();
      }
    }
  return together(all);
};

const withClosed = ({ trial, words }: Staged, closed: readonly string[]): Promise<number | string | null> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [trial.program.entry, ...words], {
      cwd: trial.config,
      env: environmentOf(trial.program, trial.home),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const name of ["stdout", "stderr"] as const)
      if (closed.includes(name)) child[name].destroy();
      else child[name].resume();
    child.on("exit", (status, signal) => resolve(status ?? signal));
  });

export const signals: Readonly<Record<string, Check>> = {
  "signals at calls": signalsAtCalls,
  "closed output": closedOutput,
};
