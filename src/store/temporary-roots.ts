/**
 * What running processes are about to use. Each process that adds to the store has in `<var>/running/` a lock that
 * the kernel frees at its end, and beside it a list: of store paths, and of the temporary names it writes to. The
 * list is written before the thing it protects is looked at, and read by the collector as the store's only writer.
 */

import { randomBytes } from "node:crypto";
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { appendFile, lstat, readDirectory, readTextIfAny, unlink } from "../system/files.ts";
import { type Lock, tryLock } from "../system/lock.ts";

export interface TemporaryRoots {
  /** Protects a path (or a temporary name) inside the store directory until `release` or the end of the process. */
  add(path: string): void;
  release(): void;
  /** Goes on protecting these of what was added, and nothing else. */
  keepOnly(paths: readonly string[]): void;
}

export const createTemporaryRoots = (varDir: AbsolutePath): TemporaryRoots => {
  const stem = below(runningDirectory(varDir), `${process.pid}-${randomBytes(4).toString("hex")}`);
  const added = new Set<string>();
  let lock: Lock | undefined;
  return {
    add: (path) => {
      if (added.has(path)) return;
      lock ??= lockAlone(stem);
      appendFile(`${stem}.roots`, `${path}\n`);
      added.add(path);
    },
    keepOnly: (paths) => {
      if (lock === undefined) return;
      const kept = paths.filter((path) => added.has(path));
      replaceFile(`${stem}.roots`, kept.map((path) => `${path}\n`).join(""));
      added.clear();
      for (const path of kept) added.add(path);
    },
    release: () => {
      if (lock === undefined) return;
      removeRecord(stem);
      lock.release();
      lock = undefined;
      added.clear();
    },
  };
};

/**
 * A collector that saw the new lock file before its lock was taken holds it for a dead one's: then it is busy here, or
 * gone by the time it is ours, since the collector removes the file before it lets go of it.
 */
const lockAlone = (stem: string): Lock => {
  for (;;) {
    const lock = tryLock(`${stem}.lock`, process.argv.slice(1, 3).join(" "));
    if (lock !== undefined && lstat(`${stem}.lock`) !== undefined) return lock;
    lock?.release();
  }
};

/** What all living processes protect. What dead ones left is removed on the way when `clean`. */
export const readTemporaryRoots = (varDir: AbsolutePath, clean: boolean): ReadonlySet<string> => {
  const directory = runningDirectory(varDir);
  const protectedPaths = new Set<string>();
  const names = exceptErrno(["ENOENT"], [], () => readDirectory(directory)).map(({ name }) => name);
  for (const name of names.filter((name) => name.endsWith(".lock"))) {
    const stem = below(directory, name.slice(0, -".lock".length));
    const dead = tryLock(`${stem}.lock`, "collector");
    if (dead === undefined)
      for (const path of (readTextIfAny(`${stem}.roots`) ?? "").split("\n"))
        if (path) protectedPaths.add(path);
    if (dead !== undefined && clean) removeRecord(stem);
    dead?.release();
  }
  if (clean) removeOrphans(directory, names);
  return protectedPaths;
};

/** What each living process protects, for whoever asks why something is alive: `running command 4711 (lares switch)`. */
export const temporaryRootsByHolder = (
  varDir: AbsolutePath,
): readonly { readonly holder: string; readonly paths: readonly string[] }[] => {
  const directory = runningDirectory(varDir);
  const names = exceptErrno(["ENOENT"], [], () => readDirectory(directory)).map(({ name }) => name);
  return names.flatMap((name) => {
    if (!name.endsWith(".lock")) return [];
    const stem = below(directory, name.slice(0, -".lock".length));
    const pid = name.slice(0, name.indexOf("-"));
    const dead = pid === `${process.pid}` ? undefined : tryLock(`${stem}.lock`, "looking");
    dead?.release();
    if (dead !== undefined || pid === `${process.pid}`) return [];
    const paths = (readTextIfAny(`${stem}.roots`) ?? "").split("\n").filter((path) => path !== "");
    return [{ holder: `running command, process ${pid}`, paths }];
  });
};

/** A process that ended removes its lock file first; killed then, it leaves what SQLite and the holder's name need. */
const removeOrphans = (directory: AbsolutePath, names: readonly string[]): void => {
  for (const name of names) {
    const stem = name.slice(0, name.indexOf("."));
    if (names.includes(`${stem}.lock`) || lstat(below(directory, `${stem}.lock`)) !== undefined) continue;
    exceptErrno(["ENOENT"], undefined, () => unlink(below(directory, name)));
  }
};

const runningDirectory = (varDir: AbsolutePath): AbsolutePath => below(varDir, "running");

const removeRecord = (stem: string): void => {
  for (const file of [`${stem}.roots`, `${stem}.lock`])
    exceptErrno(["ENOENT"], undefined, () => unlink(file));
};
