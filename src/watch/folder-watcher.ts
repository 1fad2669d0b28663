/**
 * Chokidar, asked for one thing: to say soon, and never to miss, that something happened in a folder. What happened is found
 * out by looking (a save is known by the file's stamp, not by the kind of its event), so its raw events are used, which
 * come 1 to 10 ms before those that it has thought about, and files are not watched one by one.
 */
import type { FSWatcher } from "chokidar";
import { errnoOf } from "../base/errors.ts";
import { stat } from "../system/files.ts";

export interface FolderWatcher {
  /**
   * Watches exactly these folders. One that was replaced by another under the same name is watched anew. True where some were
   * not watched before: they are from a moment later on.
   */
  watch(folders: ReadonlySet<string>): boolean;
  /** Watches anew whatever came in the place of a folder of this name. */
  renew(folder: string): void;
  /** When all that was asked for so far is watched, or it was closed. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface FolderEvents {
  /** Something happened to `path`, or may have. */
  readonly onChange: (path: string) => void;
  readonly onError: (error: WatchError) => void;
}

export type WatchError =
  /** The system's limit: on watches (ENOSPC), on open files or inotify instances (EMFILE, ENFILE). */
  { readonly kind: "limit"; readonly errno: string } | { readonly kind: "other"; readonly error: unknown };

export const openFolderWatcher = async (
  { onChange, onError }: FolderEvents,
  { polling = false }: { readonly polling?: boolean } = {},
): Promise<FolderWatcher> => {
  const chokidar = await import("chokidar");
  const inodes = new Map<string, number>();
  const watcher: FSWatcher = chokidar.watch([], {
    depth: 0,
    persistent: false,
    atomic: false,
    followSymlinks: false,
    ignoreInitial: false,
    ...(polling
      ? { usePolling: true, interval: pollInterval, binaryInterval: pollInterval }
      : { ignored: (path: string, found?: { isDirectory(): boolean }) => ignores(inodes, path, found) }),
  });
  let isReady = false;
  let settle = (): void => {};
  const ready = new Promise<void>((resolve) => {
    settle = resolve;
    watcher.once("ready", () => {
      isReady = true;
      resolve();
    });
  });
  watcher.on("raw", (_event, name, details) => {
    const folder = (details as { watchedPath?: string }).watchedPath;
    if (polling || folder === undefined) return;
    const text = name === null || name === undefined ? "" : String(name);
    onChange(
      text === "" || (folder.endsWith(`/${text}`) && !isInside(folder, text)) ? folder : `${folder}/${text}`,
    );
  });
  watcher.on("all", (event, path) => {
    if (!isReady && (event === "add" || event === "addDir")) return;
    onChange(path);
  });
  watcher.on("error", (error) => onError(describe(error)));

  const add = (folder: string): void => {
    const inode = stat(folder)?.inode;
    if (inode === undefined) return;
    inodes.set(folder, inode);
    watcher.add(folder);
  };
  const remove = (folder: string): void => {
    inodes.delete(folder);
    watcher.unwatch(folder);
  };
  return {
    watch: (folders) => {
      for (const folder of [...inodes.keys()]) if (!folders.has(folder)) remove(folder);
      let isMore = false;
      for (const folder of folders) {
        const before = inodes.get(folder);
        if (before !== undefined && before === stat(folder)?.inode) continue;
        if (before !== undefined) remove(folder);
        add(folder);
        isMore = true;
      }
      return isMore;
    },
    renew: (folder) => {
      if (!inodes.has(folder)) return;
      remove(folder);
      add(folder);
    },
    ready: () => ready,
    close: () => {
      settle();
      return watcher.close();
    },
  };
};

/** An event about the folder itself has its own name. */
const isInside = (folder: string, name: string): boolean => stat(`${folder}/${name}`) !== undefined;

/** Of what is in a watched folder only the folders that are watched themselves; of files their folder tells. */
const ignores = (
  watched: ReadonlyMap<string, number>,
  path: string,
  found: { isDirectory(): boolean } | undefined,
): boolean => !watched.has(path) && found !== undefined && !found.isDirectory();

const describe = (error: unknown): WatchError => {
  const errno = errnoOf(error);
  return errno !== undefined && limits.includes(errno) ? { kind: "limit", errno } : { kind: "other", error };
};

const limits = ["ENOSPC", "EMFILE", "ENFILE"];

/** Milliseconds. */
const pollInterval = 200;
