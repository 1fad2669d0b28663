/** What must hold of a home after whatever happened to it, once the next ordinary command has run. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { listBackups } from "../src/activation/backup-index.ts";
import { hasJournal } from "../src/activation/journal-file.ts";
import { underLock } from "../src/activation/under-lock.ts";
import { LaresError } from "../src/base/errors.ts";
import { collectHome } from "../src/pipeline/collect-home.ts";
import { openStore } from "../src/store/open-store.ts";
import { verifyStore } from "../src/store/verify.ts";
import { difference, everything, type Look, look, sameLook, showTreasure, type Treasure } from "./look.ts";
import { oldTime, type Trial } from "./trial.ts";

export interface Fault {
  /** lost: a person's file. mixed: neither the old home nor the new. unclear: a failure without a clear error. */
  readonly kind: "lost" | "mixed" | "unclear" | "unsound";
  readonly what: string;
}

export interface Expectation {
  readonly old: Look;
  readonly wanted: Look;
  /** The configuration's folder before the command, and after it was left alone. */
  readonly files?: readonly [Look, Look];
  readonly treasures: readonly Treasure[];
  /** What brings the home from either to the new one. */
  readonly again: (trial: Trial, isOld: boolean) => readonly (readonly string[])[];
  /** Exit statuses that `again` may have. */
  readonly statuses?: readonly number[];
  /** Nothing of Lares is to be left. */
  readonly leaves?: boolean;
  /** The store was damaged before. */
  readonly damaged?: boolean;
  /** Whole homes that the command passes through. */
  readonly through?: readonly Look[];
  /** Programs of the new home. */
  readonly programs?: readonly string[];
  /** What else must hold, at once and at the end. */
  readonly holds?: (trial: Trial) => readonly Fault[];
}

export const examine = async (trial: Trial, expected: Expectation): Promise<readonly Fault[]> => {
  const faults: Fault[] = [];
  const add = (kind: Fault["kind"], what: string) => faults.push({ kind, what });
  try {
    faults.push(...tornIn(trial, expected), ...(expected.holds?.(trial) ?? []));
    await recover(trial);
    const found = look(trial);
    const isOld = sameLook(found, expected.old);
    const whole = [expected.wanted, ...(expected.through ?? [])];
    if (!isOld && !whole.some((each) => sameLook(found, each)))
      add(
        "mixed",
        `from the old home: ${difference(found, expected.old)}; from the new: ${difference(found, expected.wanted)}`,
      );
    faults.push(...lostIn(trial, expected.treasures), ...danglingIn(found));
    if (hasJournal(trial.places)) add("unsound", "the journal is still there");
    if (!expected.leaves && !expected.damaged) faults.push(...storeFaults(trial, false));
    for (const words of expected.again(trial, isOld)) {
      const answer = trial.run(words);
      if (!(expected.statuses ?? [0]).includes(answer.status ?? -1))
        add(
          "unsound",
          `lares ${words.join(" ")} afterwards ended with ${answer.status ?? answer.signal}: ${answer.stderr}`,
        );
    }
    const after = look(trial);
    if (!sameLook(after, expected.wanted))
      add("mixed", `not the new home afterwards: ${difference(after, expected.wanted)}`);
    faults.push(...lostIn(trial, expected.treasures), ...unfinishedIn(trial, expected));
    if (expected.leaves) return [...faults, ...leftBehind(trial)];
    faults.push(...(expected.programs ?? []).flatMap((name) => brokenProgram(trial, name)));
    for (const folder of [trial.places.cacheDir, trial.places.varDir]) makeOld(folder);
    await collectHome(trial.places, { command: "torture" });
    faults.push(...storeFaults(trial, true), ...leaksIn(trial), ...looseModes(trial));
    faults.push(...(expected.holds?.(trial) ?? []));
    faults.push(...(expected.programs ?? []).flatMap((name) => brokenProgram(trial, name)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const said = error instanceof LaresError ? `${error.code}: ${error.details.join("; ")}` : "";
    add(error instanceof LaresError ? "unsound" : "unclear", `${error.stack} ${said}`);
  }
  return faults;
};

/** Each file beside the configuration is the old one or the new one, to the byte; names of Lares' own are leftovers. */
const tornIn = (trial: Trial, { files }: Expectation): readonly Fault[] => {
  if (files === undefined) return [];
  const now = everything(trial.config, trial.places.anchor);
  const paths = new Set([...Object.keys(now), ...Object.keys(files[0])]);
  return [...paths].flatMap((path): Fault[] =>
    path.includes("/*") || files.some((each) => each[path] === now[path])
      ? []
      : [{ kind: "lost", what: `beside the configuration, ${path}: ${now[path] ?? "nothing"}` }],
  );
};

const unfinishedIn = (trial: Trial, { files }: Expectation): readonly Fault[] => {
  const now = everything(trial.config, trial.places.anchor);
  const left = Object.fromEntries(Object.entries(now).filter(([path]) => !path.includes("/*")));
  if (files === undefined || sameLook(left, files[1])) return [];
  return [{ kind: "unsound", what: `beside the configuration, afterwards: ${difference(left, files[1])}` }];
};

const brokenProgram = (trial: Trial, name: string): readonly Fault[] => {
  const { stdout, stderr, error } = spawnSync(`${trial.places.anchor}/home-path/bin/${name}`, {
    encoding: "utf8",
  });
  if (stdout === `${name}\n`) return [];
  return [{ kind: "lost", what: `the program ${name} says ${stdout ?? ""}${stderr ?? ""} ${error ?? ""}` }];
};

/** What every command that writes begins with. */
export const recover = (trial: Trial) => underLock(trial.places, "torture", {}, (recovery) => recovery);

export const lostIn = (trial: Trial, treasures: readonly Treasure[]): readonly Fault[] => {
  const missing = treasures.filter(({ path, shown }) => showTreasure(trial, trial.at(path)) !== shown);
  if (missing.length === 0) return [];
  const backups = listBackups(trial.places);
  return missing.flatMap(({ path, shown }): Fault[] => {
    const kept = backups.flatMap((backup) => {
      const from = trial.at(path);
      const inside = from === backup.path || from.startsWith(`${backup.path}/`);
      return inside ? [showTreasure(trial, backup.at + from.slice(backup.path.length))] : [];
    });
    return kept.includes(shown)
      ? []
      : [{ kind: "lost", what: `${path} (${shown}); its backups: ${kept.join(" | ") || "none"}` }];
  });
};

const danglingIn = (found: Look): readonly Fault[] =>
  Object.entries(found).flatMap(([path, shown]): Fault[] =>
    shown === "managed nowhere" ? [{ kind: "mixed", what: `the link ${path} leads nowhere` }] : [],
  );

/** Unregistered objects are what the next collection takes. */
export const storeFaults = ({ places }: Trial, afterCollection: boolean): readonly Fault[] => {
  const store = openStore(places);
  try {
    return verifyStore(store, places, { checkContents: true })
      .findings.filter(({ fault }) => afterCollection || fault !== "unregistered")
      .map(({ path, fault, detail }) => ({ kind: "unsound", what: `${path}: ${fault}: ${detail}` }));
  } finally {
    store.close();
  }
};

/** Names that nothing leads to and that no later command will ever remove. */
export const leaksIn = ({ home, config, places }: Trial): readonly Fault[] => {
  const leaks = [home, config].flatMap((folder) =>
    namesBelow(folder).filter((path) => path.includes("/.lares-tmp-")),
  );
  leaks.push(...listed(`${places.varDir}/running`), ...listed(`${places.stateDir}/journal`));
  leaks.push(...listed(`${places.varDir}/builds`), ...listed(`${places.varDir}/locks`));
  const links = `${places.storeDir}/.links`;
  leaks.push(...listed(links).filter((path) => fs.statSync(path).nlink < 2));
  const roots = `${places.varDir}/gcroots/auto`;
  leaks.push(...listed(roots).filter((path) => !fs.existsSync(path)));
  leaks.push(...emptyBackups(`${places.stateDir}/backups`));
  return [...new Set(leaks)].map((path) => ({ kind: "unsound", what: `left behind: ${path}` }));
};

/** What is half written in a cache may be another process's work: a collection takes it only when it is an hour old. */
export const makeOld = (folder: string): void => {
  for (const path of namesBelow(folder))
    if (path.includes("/.lares-tmp-")) fs.lutimesSync(path, oldTime, oldTime);
};

const emptyBackups = (folder: string): readonly string[] =>
  listed(folder).filter((path) => listed(path).every((inner) => inner.endsWith("/index.json")));

const looseModes = ({ places }: Trial): readonly Fault[] =>
  [places.stateDir, places.storeDir, places.varDir, places.cacheDir]
    .flatMap(namesBelow)
    .filter((path) => {
      const found = fs.lstatSync(path, { throwIfNoEntry: false });
      return found !== undefined && !found.isSymbolicLink() && (found.mode & 0o022) !== 0;
    })
    .map((path) => ({ kind: "unsound", what: `others may write to ${path}` }));

const leftBehind = ({ places }: Trial): readonly Fault[] =>
  [places.storeDir, places.varDir, places.cacheDir, places.anchor, ...listed(places.stateDir)]
    .filter(
      (path) => fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined && !path.endsWith("/backups"),
    )
    .map((path) => ({ kind: "unsound", what: `left behind: ${path}` }));

const listed = (folder: string): string[] =>
  fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => `${folder}/${name}`) : [];

const namesBelow = (folder: string): readonly string[] =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        return entry.isDirectory() ? [path, ...namesBelow(path)] : [path];
      })
    : [];
