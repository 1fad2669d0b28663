/** Whole-file and whole-tree operations built on files.ts: atomic replacement, removal, syncing. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, fsync, openSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { exceptErrno } from "../base/errors.ts";
import { randomName } from "../base/random-name.ts";
import { guarded } from "./faults.ts";
import * as files from "./files.ts";
import { toFsPath } from "./names.ts";

/** A name beside `path` that nothing else uses; what a crash leaves under it is known by its prefix. */
export const temporaryBeside = (path: string): string =>
  join(dirname(path), `${temporaryPrefix}${randomName(6)}`);
export const temporaryPrefix = ".lares-tmp-";

/** Puts a file in place of whatever file or link is at `path`, by rename; synced when `durable`. */
export const replaceFile = (
  path: string,
  content: string | Uint8Array,
  { mode = 0o644, durable = false }: { mode?: number; durable?: boolean } = {},
): void => {
  const temporary = temporaryBeside(path);
  try {
    files.writeNewFile(temporary, content, mode);
    files.chmod(temporary, mode);
    if (durable) files.syncPath(temporary);
    files.rename(temporary, path);
  } catch (error) {
    exceptErrno(["ENOENT", "EROFS", "EACCES", "ENOTDIR"], undefined, () => files.unlink(temporary));
    throw error;
  }
  if (durable) files.syncPath(dirname(path));
};

/** Puts a symbolic link in place of whatever file or link is at `path`, by rename: never a gap. */
export const replaceLink = (text: string, path: string): void => {
  const temporary = temporaryBeside(path);
  files.symlink(text, temporary);
  try {
    files.rename(temporary, path);
  } catch (error) {
    files.unlink(temporary);
    throw error;
  }
};

/** Removes what is at `path`, directories with all they hold (made writable on the way); links are not followed. */
export const removeTree = (path: string): void => {
  const found = files.lstat(path);
  if (found === undefined) return;
  if (found.kind !== "directory") {
    files.unlink(path);
    return;
  }
  if ((found.mode & 0o700) !== 0o700) files.chmod(path, found.mode | 0o700);
  for (const { name, kind } of files.readDirectory(path))
    kind === "directory" ? removeTree(join(path, name)) : files.unlink(join(path, name));
  files.removeDirectory(path);
};

/**
 * Flushes the whole file system that holds `path`: one call for a thousand new files, where fsync of each
 * costs a thousand disk flushes. Falls back to sync(1) without a path, as macOS has it.
 */
export const syncFileSystem: (path: string) => void = guarded("syncfs", (path: string) => {
  if (isInMemory(path)) return;
  const one = spawnSync("sync", ["-f", path], { stdio: "ignore" });
  if (one.status !== 0) spawnSync("sync", [], { stdio: "ignore" });
});

/** What lies on tmpfs or ramfs has no disk to reach, and asking costs a process. */
const isInMemory = (path: string): boolean =>
  process.platform === "linux" &&
  exceptErrno(["ENOENT"], false, () => memoryTypes.has(statfsSync(toFsPath(path)).type));

/** statfs(2): TMPFS_MAGIC, RAMFS_MAGIC. */
const memoryTypes: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

/** The same while other work goes on. */
export const syncFileSystemMeanwhile: (path: string) => Promise<void> = guarded(
  "syncfs",
  (path: string) =>
    new Promise((resolve) => {
      if (isInMemory(path)) return resolve();
      const otherwise = (): void => {
        syncFileSystem(path);
        resolve();
      };
      const one = spawn("sync", ["-f", path], { stdio: "ignore" });
      one.on("error", otherwise);
      one.on("exit", (status) => (status === 0 ? resolve() : otherwise()));
    }),
);

/**
 * Flushes some files to disk, all at once: a journaling file system takes the flushes that wait together into one commit,
 * where one after the other would wait for one each.
 */
export const syncPaths = async (paths: readonly string[]): Promise<void> => {
  await Promise.all(paths.map((path) => syncMeanwhile(path)));
};

const syncMeanwhile = guarded(
  "fsync",
  (path: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const descriptor = openSync(toFsPath(path), "r");
      fsync(descriptor, (error) => {
        closeSync(descriptor);
        if (error === null) resolve();
        else reject(error);
      });
    }),
);
