/** A session of `lares watch` killed at its calls to the system while saves are flipped to and while it ends. */
import * as fs from "node:fs";
import { oncePerState } from "./disk-state.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import { type Fault, leaksIn, lostIn, makeOld, recover, storeFaults } from "./invariants.ts";
import { type Look, look, sameLook, type Treasure, treasuresIn } from "./look.ts";
import type { Program } from "./program.ts";
import { type Running, start } from "./running.ts";
import { startTrial, type Trial } from "./trial.ts";

/**
 * Every n-th call from about the time that it is ready on. How many there are before that depends on the machine (a spare is
 * written while it waits), so kills fall a few calls earlier or later each time.
 */
export const killWatching = async (program: Program, seed: number, every = 1): Promise<Figures> => {
  const trial = startTrial(program);
  try {
    const wholes = prepare(trial);
    const treasures = treasuresIn(trial);
    const quiet = await callsOf(trial, 0);
    const saving = await callsOf(trial, saves.length);
    const judgeState = oncePerState(trial, () => judge(trial, wholes, treasures));
    const all: Figures[] = [];
    for (let nth = quiet - callsOfEnd + (seed % every); nth <= saving; nth += every) {
      trial.reset();
      const signal = await watchAndSave(trial, saves.length, { LARES_FAULT: `any:${nth}:KILL` });
      const count = signal === "SIGKILL" ? "watches killed" : "watches that ended before the call";
      const { faults, isNew } = await judgeState();
      const counts = { [count]: 1, "states of the disk judged": isNew ? 1 : 0 };
      all.push({ ...nothing, counts, faults: located(`a watch killed at call ${nth}`, faults) });
    }
    return together(all);
  } finally {
    trial.remove();
  }
};

/** Contents alone, contents of two at once, an entry that comes and one that goes: the short way and the whole one. */
const saves: readonly ((trial: Trial) => void)[] = [
  (trial) => trial.source("tree/one", "one, saved"),
  (trial) => {
    trial.source("tree/one", "one, saved again");
    trial.source("tree/deep/two", "two, saved");
  },
  (trial) => trial.configure(config(".new")),
];

const config = (name: string) => ({
  home: { file: { [name]: { source: "./tree/one" }, ".deep": { source: "./tree/deep", recursive: true } } },
});

/** All homes that there may be, oldest first. */
const prepare = (trial: Trial): readonly Look[] => {
  trial.write("mine", "untouched", 0o604);
  trial.source("tree/one", "one");
  trial.source("tree/deep/two", "two");
  trial.configure(config(".one"));
  trial.must(["switch"]);
  trial.remember();
  const wholes = [look(trial)];
  for (const save of saves) {
    save(trial);
    trial.must(["switch"]);
    wholes.push(look(trial));
  }
  return wholes;
};

const callsOf = async (trial: Trial, count: number): Promise<number> => {
  trial.reset();
  const file = `${trial.home}-calls.json`;
  await watchAndSave(trial, count, { LARES_FAULT_COUNT: file });
  return (JSON.parse(fs.readFileSync(file, "utf8")) as { any: number }).any;
};

/** Makes each save when the one before it was told of, and ends the session. Gives what the process died of. */
const watchAndSave = async (
  trial: Trial,
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<string | null> => {
  const watching = start(trial, ["watch", "--json"], env);
  await told(watching, '"ready"', 1);
  for (const [at, save] of saves.slice(0, count).entries()) {
    save(trial);
    await told(watching, '"switched"', at + 1);
  }
  watching.child.kill("SIGINT");
  return (await watching.end).signal;
};

/** Until so many lines have the word, or nothing more comes. */
const told = async ({ child, end }: Running, word: string, count: number): Promise<void> => {
  const lines = output.get(child) ?? listen(child);
  const ended = end.then(() => true);
  while (lines.text.split(word).length <= count) {
    const more = new Promise<false>((resolve) => child.stdout!.once("data", () => resolve(false)));
    if (lines.text.split(word).length > count || (await Promise.race([more, ended]))) return;
  }
};

const output = new WeakMap<Running["child"], { text: string }>();
const listen = (child: Running["child"]): { text: string } => {
  const lines = { text: "" };
  child.stdout!.on("data", (piece) => {
    lines.text += piece;
  });
  output.set(child, lines);
  return lines;
};

const judge = async (
  trial: Trial,
  wholes: readonly Look[],
  treasures: readonly Treasure[],
): Promise<readonly Fault[]> => {
  const faults: Fault[] = [];
  await recover(trial);
  const found = look(trial);
  if (!wholes.some((whole) => sameLook(whole, found)))
    faults.push({ kind: "mixed", what: `none of the homes: ${JSON.stringify(found)}` });
  for (const folder of [trial.places.cacheDir, trial.places.varDir]) makeOld(folder);
  for (const words of [["switch"], ["gc"]]) {
    const { status, stderr } = trial.run(words);
    if (status !== 0)
      faults.push({
        kind: "unsound",
        what: `lares ${words.join(" ")} afterwards ended with ${status}: ${stderr}`,
      });
  }
  const wanted = wholes.find((whole) => sameLook(whole, look(trial)));
  if (wanted === undefined)
    faults.push({ kind: "mixed", what: `after a switch: ${JSON.stringify(look(trial))}` });
  return [...faults, ...lostIn(trial, treasures), ...storeFaults(trial, true), ...leaksIn(trial)];
};

/** More than it makes from the signal to its end. */
const callsOfEnd = 120;
