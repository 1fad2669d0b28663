/**
 * `<state>/watching/<process>.json`: which `lares watch` run, for whoever shows it. Nothing rests on these files: a watch that
 * was killed leaves its own, which counts for nothing and which the next watch removes.
 */
import { hostname } from "node:os";
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { lstat, makeDirectories, readDirectory, readTextIfAny, unlink } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { isRunning, processStart } from "../system/running-processes.ts";

export interface RunningWatch {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** The configuration's file. */
  readonly config: string;
  /** What is wrong with the configuration, as its error's message: the home stays as it was. */
  readonly problem?: string;
}

interface Record extends RunningWatch {
  readonly host: string;
  /** When the process began, where the system says so. */
  readonly started?: string;
}

export interface Announcement {
  /** The error that the watch is at now; undefined once it is mended. */
  problem(message: string | undefined): void;
  end(): void;
}

export const watchingFolder = ({ stateDir }: Pick<Places, "stateDir">): AbsolutePath =>
  below(stateDir, "watching");

/** Says that this process watches. */
export const announceWatch = (places: Places, config: string): Announcement => {
  const folder = watchingFolder(places);
  const file = below(folder, `${process.pid}.json`);
  const started = processStart(process.pid);
  const record: Record = {
    pid: process.pid,
    since: new Date().toISOString(),
    config,
    host: hostname(),
    ...(started !== undefined && { started }),
  };
  const write = (text: Record): void =>
    exceptErrno(unwritable, undefined, () => {
      makeDirectories(folder, 0o700);
      replaceFile(file, `${JSON.stringify(text)}\n`, { mode: 0o600 });
    });
  removeStale(folder);
  write(record);
  return {
    problem: (message) => write({ ...record, ...(message !== undefined && { problem: message }) }),
    end: () => exceptErrno(unwritable, undefined, () => unlink(file)),
  };
};

/**
 * A state folder that cannot be written stops the next flip, which says so; this is a courtesy. ENOENT: what was half
 * written was taken for a crash's by a switch.
 */
const unwritable = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "ENOENT"];

/** The oldest first. */
export const runningWatches = (places: Pick<Places, "stateDir">): readonly RunningWatch[] =>
  recordsIn(watchingFolder(places))
    .flatMap(({ record }) => (record !== undefined && isAlive(record) ? record : []))
    .map(({ pid, since, config, problem }) => ({
      pid,
      since,
      config,
      ...(problem !== undefined && { problem }),
    }))
    .sort((a, b) => (a.since < b.since ? -1 : 1));

const removeStale = (folder: AbsolutePath): void => {
  for (const { file, record } of recordsIn(folder))
    if (record === undefined || (record.host === hostname() && !isAlive(record)))
      exceptErrno(unwritable, undefined, () => unlink(file));
};

/** Of another machine that shares the folder nothing is known. */
const isAlive = ({ pid, host, started }: Record): boolean =>
  host === hostname() && isRunning(pid) && (started === undefined || processStart(pid) === started);

const recordsIn = (
  folder: AbsolutePath,
): readonly { readonly file: AbsolutePath; readonly record: Record | undefined }[] =>
  lstat(folder) === undefined
    ? []
    : readDirectory(folder)
        .filter(({ name }) => name.endsWith(".json"))
        .map(({ name }) => {
          const file = below(folder, name);
          return { file, record: parse(readTextIfAny(file) ?? "") };
        });

const parse = (text: string): Record | undefined => {
  try {
    const record = JSON.parse(text) as Record | null;
    return record !== null && Number.isInteger(record.pid) && typeof record.config === "string"
      ? record
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
