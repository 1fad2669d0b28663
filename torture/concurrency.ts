/** Many at once: switches, collections, a holder that sleeps, one that dies, a clock that goes back. */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import { examine, type Fault, leaksIn, lostIn, recover, storeFaults } from "./invariants.ts";
import { type Look, look, sameLook, treasuresIn } from "./look.ts";
import { type Answer, environmentOf, type Program } from "./program.ts";
import { registries, registryEnvironment } from "./registry.ts";
import { scenarios } from "./scenarios.ts";
import { type Staged, stage } from "./staged.ts";
import { type Config, startTrial, type Trial } from "./trial.ts";

type Check = (program: Program, seed: number) => Promise<Figures>;

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

const numbered = (at: number): Config => ({
  home: {
    file: {
      ".shared": { text: `of ${at}` },
      [`.own-${at}`]: { text: "x" },
      ".c": { text: `${at}`, permissions: "0600" },
    },
  },
});

/** Ten configurations and a collection that never stops: each switch succeeds, and the home is one of the ten, wholly. */
const tenAtOnce: Check = async (program, seed) => {
  const all: Figures[] = [];
  for (let round = 0; round < 6; round++) {
    const trial = startTrial(program);
    try {
      trial.write("mine", "untouched", 0o604);
      const folders = Array.from({ length: 10 }, (_, at) => configFolder(trial, at));
      trial.run(["switch"], {});
      const treasures = treasuresIn(trial);
      const running = folders.map((folder) => start(trial, ["switch"], {}, folder));
      const collecting = Array.from({ length: 3 }, (_, at) =>
        start(trial, ["gc", "--keep", `${1 + ((at + seed) % 3)}`]),
      );
      const answers = await Promise.all([...running, ...collecting].map(({ end }) => end));
      const faults: Fault[] = answers.flatMap((answer) => [...unclear(answer), ...failed(answer)]);
      const wholes = folders.map((_, at) => wholeOf(at));
      const found = look(trial);
      const shown = Object.fromEntries(Object.entries(found).filter(([path]) => path !== "mine"));
      if (!wholes.some((whole) => sameLook(whole, shown)))
        faults.push({ kind: "mixed", what: JSON.stringify(found) });
      faults.push(...lostIn(trial, treasures), ...(await settled(trial)));
      all.push(result("ten switches and three collections at once", faults));
    } finally {
      trial.remove();
    }
  }
  return together(all);
};

const configFolder = (trial: Trial, at: number): string => {
  const folder = `${trial.config}/${at}`;
  fs.mkdirSync(folder);
  fs.writeFileSync(`${folder}/home.config.json`, JSON.stringify(numbered(at)));
  if (at === 0) trial.configure(numbered(at));
  return folder;
};

const wholeOf = (at: number): Look => ({
  ".shared": `managed file of ${at}`,
  [`.own-${at}`]: "managed file x",
  ".c": `file 600 ${at}`,
});

const failed = ({ status, stderr }: Answer): readonly Fault[] =>
  status === 0 ? [] : [{ kind: "unsound", what: `one of many ended with ${status}: ${stderr}` }];

const settled = async (trial: Trial): Promise<readonly Fault[]> => {
  await recover(trial);
  const collected = trial.run(["gc"]);
  return [...failed(collected), ...storeFaults(trial, true), ...leaksIn(trial)];
};

const result = (where: string, faults: readonly Fault[], count = "commands at the same time"): Figures => ({
  ...nothing,
  counts: { [count]: 1 },
  faults: located(where, faults),
});

/** The watch brings every edit to the home while ten switches and a collection have their turns; it may be killed among them. */
const watchAmongOthers = async (program: Program, killed: boolean): Promise<Figures> => {
  const trial = startTrial(program);
  try {
    trial.write("mine", "untouched", 0o604);
    trial.source("tree/one", "first");
    trial.configure({ home: { file: { ".one": { source: "./tree/one" }, ".two": { text: "two" } } } });
    trial.must(["switch"]);
    const treasures = treasuresIn(trial);
    const watching = start(trial, ["watch", "--json"]);
    let shown = "";
    watching.child.stdout!.on("data", (piece) => {
      shown += piece;
    });
    await until(() => shown.includes('"ready"'));
    const others = [
      ...Array.from({ length: 10 }, () => start(trial, ["switch"])),
      start(trial, ["gc"]),
      start(trial, ["gc", "--keep", "1"]),
    ];
    for (let edit = 0; edit < 10; edit++) {
      trial.source("tree/one", `edit ${edit}`);
      await until(() => look(trial)[".one"] === `managed file edit ${edit}`);
    }
    if (killed) trial.source("tree/one", "unseen");
    watching.child.kill(killed ? "SIGKILL" : "SIGINT");
    const [ended, ...answers] = await Promise.all([watching, ...others].map(({ end }) => end));
    const faults: Fault[] = answers.flatMap((answer) => [...unclear(answer), ...failed(answer)]);
    if (!killed && ended!.status !== 130 && ended!.status !== 0 && ended!.signal !== "SIGINT")
      faults.push({ kind: "unsound", what: `the watch ended with ${ended!.status}: ${ended!.stderr}` });
    faults.push(...failed(trial.run(["switch"])));
    const wanted = `managed file ${killed ? "unseen" : "edit 9"}`;
    const found = look(trial);
    if (found[".one"] !== wanted || found[".two"] !== "managed file two")
      faults.push({ kind: "mixed", what: JSON.stringify(found) });
    faults.push(...lostIn(trial, treasures), ...(await settled(trial)));
    return result(`ten switches, two collections and a watch${killed ? " that is killed" : ""}`, faults);
  } finally {
    trial.remove();
  }
};

const watched: Check = async (program) => {
  const all: Figures[] = [];
  for (const killed of [false, true, false, true]) all.push(await watchAmongOthers(program, killed));
  return together(all);
};

/** Several build the same while collections never stop: it is built, nothing that is needed goes, nothing is left behind. */
const buildsAndCollections: Check = async (program) => {
  const all: Figures[] = [];
  for (let round = 0; round < 4; round++) {
    const staged = stage(program, scenarios["packages built and fetched"]!);
    try {
      const { trial } = staged;
      trial.reset();
      const running = Array.from({ length: 4 }, () => start(trial, ["switch"]));
      const collecting = Array.from({ length: 4 }, () => start(trial, ["gc"]));
      const answers = await Promise.all([...running, ...collecting].map(({ end }) => end));
      const faults = answers.flatMap((answer) => [...unclear(answer), ...failed(answer)]);
      faults.push(...(await staged.judge()));
      all.push(result("four builds of the same and four collections at once", faults));
    } finally {
      staged.trial.remove();
    }
  }
  return together(all);
};

/** Each locks what its own configuration beside the same lock names: neither loses what the other has locked. */
const lockingAtOnce: Check = async (program) => {
  const all: Figures[] = [];
  for (let round = 0; round < 4; round++) {
    const env = registryEnvironment(registries().today);
    const trial = startTrial(program, { env });
    try {
      const names = ["tool", "other"];
      for (const name of names)
        fs.writeFileSync(
          `${trial.config}/${name}.json`,
          JSON.stringify({ home: { packages: [`npm:${name}`], file: { ".a": { text: "x" } } } }),
        );
      const running = names.map((name) =>
        start(trial, ["switch", "--config", `${trial.config}/${name}.json`], env),
      );
      const answers = await Promise.all(running.map(({ end }) => end));
      const faults: Fault[] = answers.flatMap((answer) => [...unclear(answer), ...failed(answer)]);
      const { packages } = JSON.parse(fs.readFileSync(`${trial.config}/lares.lock`, "utf8"));
      const lacking = names.filter((name) => packages[`npm:${name}`] === undefined);
      if (lacking.length > 0) faults.push({ kind: "lost", what: `the lock lacks ${lacking}` });
      trial.configure({ home: { packages: names.map((name) => `npm:${name}`) } });
      faults.push(...failed(trial.run(["switch"])), ...(await settled(trial)));
      all.push(result("two that lock at once", faults));
    } finally {
      trial.remove();
    }
  }
  return together(all);
};

/** The one that works is killed at some call while another waits or works too: the other one gets there. */
const oneOfTwoDies: Check = async (program, seed) => {
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
const sleepingHolder: Check = async (program) => {
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
const hangingStep: Check = async (program) => {
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

export const until = async (holds: () => boolean): Promise<void> => {
  const ends = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > ends) throw new Error("it never came to be");
    await sleep(10);
  }
};

/** Times that lie in the future, as after a clock that was set back: nothing is ordered by them but what age decides. */
const clockSetBack: Check = async (program) => {
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

export const concurrency: Readonly<Record<string, Check>> = {
  "ten switches and collections": tenAtOnce,
  "one of two dies": oneOfTwoDies,
  "a holder that sleeps or dies": sleepingHolder,
  "a step that hangs": hangingStep,
  "a clock set back": clockSetBack,
  "switches, collections and a watch": watched,
  "builds and collections": buildsAndCollections,
  "two that lock": lockingAtOnce,
};

export type { Staged };
