/** A binary cache in a folder: `file:///mnt/cache`. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import { contentPieces, createFile, readInto, readPieces } from "../system/contents.ts";
import { explainingDisk } from "../system/disk-errors.ts";
import { temporaryBeside, temporaryPrefix } from "../system/durable.ts";
import { lstat, makeDirectories, readDirectory, rename, stat, syncPath, unlink } from "../system/files.ts";
import {
  badCacheUrl,
  type CacheContent,
  type CacheFiles,
  notInCache,
  smallFileLimit,
} from "./cache-files.ts";

export const openFileCache = (url: URL): CacheFiles => {
  if (url.host !== "")
    throw badCacheUrl(url.href, "a folder of this machine has three slashes: file:///mnt/cache");
  const folder = absolutePath(fileURLToPath(`file://${url.pathname}`).replace(/(?<=.)\/+$/, ""));
  const shown = `file://${folder}`;
  let isPrepared = false;
  const prepare = (): void => {
    if (isPrepared) return;
    for (const part of foldersOfNix) makeDirectories(below(folder, part));
    for (const part of [folder, below(folder, "nar")]) removeUnfinished(part);
    isPrepared = true;
  };
  return {
    url: shown,
    parallel: 8,
    isRemote: false,
    read: async (name) => readWhole(below(folder, name)),
    stream: (name, signal) => pieces(below(folder, name), signal, () => notInCache(shown, name)),
    has: async (name) => stat(below(folder, name))?.kind === "file",
    write: async (name, content) =>
      explainingDisk(folder, () => {
        prepare();
        writeWhole(folder, name, content);
      }),
  };
};

const readWhole = (path: AbsolutePath): Buffer | undefined =>
  exceptErrno(["ENOENT", "ENOTDIR"], undefined, () => {
    const size = Math.min(stat(path)?.size ?? 0, smallFileLimit);
    const bytes = Buffer.allocUnsafe(size);
    return bytes.subarray(0, readInto(path, bytes, 0, size));
  });

async function* pieces(path: AbsolutePath, signal: AbortSignal, absent: () => Error): AsyncGenerator<Buffer> {
  if (stat(path)?.kind !== "file") throw absent();
  for (const piece of contentPieces(path)) {
    signal.throwIfAborted();
    yield piece;
  }
}

/** The folders that Nix expects of a cache it may only read. */
const foldersOfNix = ["nar", "log", "realisations"] as const;

/** What is half written may be another machine's work: only what is an hour old was left by one that died. */
const removeUnfinished = (folder: AbsolutePath): void => {
  const anHourAgo = Date.now() - 3_600_000;
  for (const { name } of readDirectory(folder)) {
    const path = below(folder, name);
    if (!name.startsWith(temporaryPrefix) || (lstat(path)?.mtimeMs ?? anHourAgo) >= anHourAgo) continue;
    exceptErrno(["ENOENT", "EACCES", "EPERM"], undefined, () => unlink(path));
  }
};

const writeWhole = (folder: AbsolutePath, name: string, { from }: CacheContent): void => {
  const path = below(folder, name);
  makeDirectories(dirname(path));
  const temporary = temporaryBeside(path);
  try {
    createFile(temporary, { mode: 0o644 }, (write) =>
      from instanceof Uint8Array ? write(from) : readPieces(from, write),
    );
    syncPath(temporary);
    rename(temporary, path);
  } catch (error) {
    exceptErrno(["ENOENT", "EROFS", "EACCES", "EIO"], undefined, () => unlink(temporary));
    throw error;
  }
};
