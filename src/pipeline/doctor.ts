/** `lares doctor`: looks at everything that can be wrong, changes nothing, and says how to mend what it finds. */
import { listBackups } from "../activation/backup-index.ts";
import { readDirectories } from "../activation/directories.ts";
import { isInterrupted } from "../activation/interrupted.ts";
import { hasJournal, readJournal, setJournalAside } from "../activation/journal.ts";
import { status } from "../activation/status.ts";
import { underLock } from "../activation/under-lock.ts";
import { LaresError } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import { currentGeneration, listGenerations } from "../profile/generations.ts";
import { readManifest } from "../profile/read-manifest.ts";
import { openStore } from "../store/open-store.ts";
import { verifyStore } from "../store/verify.ts";
import { isNetworkFileSystem } from "../system/file-systems.ts";
import { accessible, fileSystemOf, lstat } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { missingPrograms } from "./missing-programs.ts";

export interface Finding {
  readonly level: "ok" | "note" | "problem";
  readonly about: string;
  readonly details: readonly string[];
  readonly hint?: string;
}

export const examineHome = (places: Places): readonly Finding[] =>
  checks.flatMap(([about, check]) => {
    try {
      const found = check(places);
      return found.length === 0
        ? [{ level: "ok", about, details: [] }]
        : found.map((finding) => ({ about, ...finding }));
    } catch (error) {
      if (!(error instanceof LaresError)) throw error;
      return [
        {
          level: "problem",
          about,
          details: [error.message, ...error.details],
          ...(error.hint !== undefined && { hint: error.hint }),
        },
      ];
    }
  });

/** Finishes what was interrupted; a journal that cannot be read is set aside first. Gives what was done. */
export const mendHome = async (places: Places, why: string): Promise<readonly string[]> => {
  if (!hasJournal(places)) return [];
  const aside = journalIsDamaged(places) ? setJournalAside(places) : undefined;
  const recovery = await underLock(places, why, {}, (recovered) => recovered);
  return [
    ...(aside === undefined
      ? []
      : [`the damaged journal is now ${aside}; lares switch makes the home whole`]),
    ...(recovery === undefined ? [] : [`${recovery.why} had been interrupted and was ${recovery.outcome}`]),
  ];
};

const journalIsDamaged = (places: Places): boolean => {
  try {
    readJournal(places);
    return false;
  } catch (error) {
    if (error instanceof LaresError && error.code === "damaged-journal") return true;
    throw error;
  }
};

type Found = Omit<Finding, "about">;
type Check = readonly [about: string, check: (places: Places) => readonly Found[]];

const problem = (details: readonly string[], hint?: string): Found => ({
  level: "problem",
  details,
  ...(hint !== undefined && { hint }),
});
const note = (details: readonly string[], hint?: string): Found => ({
  level: "note",
  details,
  ...(hint !== undefined && { hint }),
});

const checks: readonly Check[] = [
  ["folders can be written", (places) => checkFolders(places)],
  ["space on disk", (places) => checkSpace(places)],
  ["no switch was interrupted", (places) => checkJournal(places)],
  ["the current generation is whole", (places) => checkCurrent(places)],
  ["every generation can be read", (places) => checkGenerations(places)],
  ["managed files are in place", (places) => checkDrift(places)],
  ["activation steps are done", (places) => checkSteps(places)],
  ["the store and its database agree", (places) => checkStore(places)],
  ["backups and records can be read", (places) => checkRecords(places)],
  ["the home's programs are on PATH", (places) => checkPath(places)],
  ["programs that the home refers to are installed", (places) => checkPrograms(places)],
];

const checkFolders = (places: Places): readonly Found[] =>
  [places.home, places.storeDir, places.varDir, places.stateDir]
    .filter((folder) => lstat(folder) !== undefined && !accessible(folder, "write"))
    .map((folder) =>
      problem(
        [`${folder} cannot be written`],
        "give yourself permission (chmod u+w), or mount it for writing",
      ),
    );

const checkSpace = (places: Places): readonly Found[] => {
  const folder = lstat(places.storeDir) === undefined ? places.home : places.storeDir;
  const { free } = fileSystemOf(folder);
  const network = isNetworkFileSystem(folder)
    ? [note(["the store is on a network file system: slower, and with weaker locks"])]
    : [];
  return free < 64 * 1024 * 1024
    ? [
        problem(
          [`${Math.floor(free / 1024 / 1024)} MiB free`],
          "lares gc --older-than 30d frees what old generations hold",
        ),
        ...network,
      ]
    : network;
};

const checkJournal = (places: Places): readonly Found[] => {
  if (!isInterrupted(places)) return [];
  const journal = readJournal(places);
  return journal === undefined
    ? []
    : [
        problem(
          [`${journal.entry.why} did not end`],
          "lares doctor --fix, or the next lares switch, finishes or undoes it",
        ),
      ];
};

const checkCurrent = (places: Places): readonly Found[] => {
  const current = currentGeneration(places);
  if (current === undefined) return [note(["there is no generation yet"], "lares switch makes the first")];
  if (lstat(current.path) === undefined)
    return [
      problem(
        [`generation ${current.number} leads to ${current.path}, which is gone`],
        "lares switch builds it again, or lares rollback goes to an older one",
      ),
    ];
  readManifest(current.path);
  return [];
};

const checkGenerations = (places: Places): readonly Found[] =>
  listGenerations(places).flatMap(({ number, path, current }) => {
    if (current) return [];
    const whole = lstat(below(path, "manifest.json")) !== undefined;
    return whole
      ? []
      : [
          problem(
            [`generation ${number} leads to ${path}, which is not whole`],
            `lares generations remove ${number}`,
          ),
        ];
  });

const checkDrift = (places: Places): readonly Found[] => {
  const { drift } = status(places);
  return drift.length === 0
    ? []
    : [
        note(
          drift.slice(0, 10).map(({ path, what }) => `${path.startsWith("/") ? path : `~/${path}`}: ${what}`),
          drift.every(({ kind }) => kind === "edited")
            ? "lares adopt PATH takes the edits into the configuration"
            : "lares switch puts them right; lares adopt PATH keeps what is there",
        ),
      ];
};

const checkSteps = (places: Places): readonly Found[] => {
  const { steps } = status(places);
  return steps.length === 0
    ? []
    : [
        problem(
          steps.map(({ name, result }) => `${name}: ${result}`),
          "lares switch runs them again",
        ),
      ];
};

/** Whether all is there; whether it is unchanged takes reading everything, which `store verify` does. */
const checkStore = (places: Places): readonly Found[] => {
  if (lstat(places.storeDir) === undefined) return [];
  const store = openStore(places);
  try {
    const { findings } = verifyStore(store, places);
    const wrong = findings.filter(({ fault }) => fault !== "unregistered");
    return wrong.length === 0
      ? []
      : [
          problem(
            wrong.slice(0, 10).map(({ path, fault }) => `${path}: ${fault}`),
            "lares store verify --repair",
          ),
        ];
  } finally {
    store.close();
  }
};

const checkRecords = (places: Places): readonly Found[] => {
  listBackups(places);
  readDirectories(places);
  return [];
};

const checkPath = (places: Places): readonly Found[] => {
  const folder = `${places.anchor}/home-path/bin`;
  if (currentGeneration(places) === undefined || (process.env.PATH ?? "").split(":").includes(folder))
    return [];
  return [
    note([`${folder} is not on PATH in this shell`], `eval "$(${folder}/lares shellenv)" in ~/.profile`),
  ];
};

const checkPrograms = (places: Places): readonly Found[] => {
  const current = currentGeneration(places);
  const absent = current === undefined ? [] : missingPrograms(places, current.path);
  return absent.length === 0
    ? []
    : [note([absent.join(", ")], "install them with the system's package manager")];
};
