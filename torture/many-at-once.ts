/** Many commands at the same time: switches, collections, a watch, builds, locks. */
import * as fs from "node:fs";
import { unclear } from "./fail-calls.ts";
import { type Figures, together } from "./figures.ts";
import { type Fault, lostIn } from "./invariants.ts";
import { type Look, look, sameLook, treasuresIn } from "./look.ts";
import type { Program } from "./program.ts";
import { registries, registryEnvironment } from "./registry.ts";
import { type Check, failed, result, settled, start, until } from "./running.ts";
import { scenarios } from "./scenarios.ts";
import { stage } from "./staged.ts";
import { type Config, startTrial, type Trial } from "./trial.ts";

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
export const tenAtOnce: Check = async (program, seed) => {
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

export const watched: Check = async (program) => {
  const all: Figures[] = [];
  for (const killed of [false, true, false, true]) all.push(await watchAmongOthers(program, killed));
  return together(all);
};

/** Several build the same while collections never stop: it is built, nothing that is needed goes, nothing is left behind. */
export const buildsAndCollections: Check = async (program) => {
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
export const lockingAtOnce: Check = async (program) => {
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
