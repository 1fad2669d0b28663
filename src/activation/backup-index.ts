/**
 * Backups on disk: `<state>/backups/<switch id>/index.json` says what `<n>` beside it was. Folders are 0700, contents keep
 * their modes and times. An item whose file is gone is no more; what the index does not name is left alone.
 */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";

export const backupVersion = 1;

export interface BackupIndex {
  readonly version: typeof backupVersion;
  /** ISO 8601. */
  readonly time: string;
  /** The command: `lares switch --backup`. */
  readonly why: string;
  readonly items: readonly BackupItem[];
}

export interface BackupItem {
  /** Its name beside the index. */
  readonly name: string;
  /** Where it was, absolute. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link";
  readonly mode: number;
  /** Bytes, of a file. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
  /** adopted: it had the very bytes of its entry, and is kept so that `lares uninstall` can put it back. */
  readonly reason: "collision" | "adopted" | "drifted";
}

export interface Backup extends BackupItem {
  /** `<switch id>/<n>`: what commands call it. */
  readonly id: string;
  /** Where it is kept. */
  readonly at: AbsolutePath;
  readonly time: string;
  readonly why: string;
}

/** All backups that are there, oldest first. */
export const listBackups = (places: Places): readonly Backup[] =>
  backupIds(places).flatMap((id) => {
    const index = readIndex(places, id);
    return (index?.items ?? []).flatMap((item) => {
      const at = below(backupFolder(places, id), item.name);
      if (files.lstat(at) === undefined) return [];
      return [{ ...item, id: `${id}/${item.name}`, at, time: index!.time, why: index!.why }];
    });
  });

/** The backup called `<switch id>/<n>`. Throws `no-such-backup`. */
export const findBackup = (places: Places, id: string): Backup => {
  const found = listBackups(places).find((backup) => backup.id === id);
  if (found !== undefined) return found;
  throw new LaresError({
    code: "no-such-backup",
    message: `there is no backup ${id}`,
    hint: "`lares backups` lists them",
  });
};

export const backupFolder = (places: Places, id: string): AbsolutePath =>
  below(places.stateDir, "backups", id);
export const indexFile = (places: Places, id: string): AbsolutePath =>
  below(backupFolder(places, id), "index.json");

export const formatIndex = (index: BackupIndex): string => `${JSON.stringify(index, undefined, 1)}\n`;

const backupIds = (places: Places): readonly string[] => {
  const folder = absolutePath(`${places.stateDir}/backups`);
  if (files.lstat(folder) === undefined) return [];
  return files.readDirectory(folder).flatMap(({ name, kind }) => (kind === "directory" ? [name] : []));
};

/** Undefined where a crash left a folder without one. */
const readIndex = (places: Places, id: string): BackupIndex | undefined => {
  const file = indexFile(places, id);
  const text = files.readTextIfAny(file);
  if (text === undefined) return undefined;
  try {
    const index = JSON.parse(text) as BackupIndex;
    if (index.version === backupVersion && Array.isArray(index.items) && index.items.every(isItem))
      return index;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LaresError({
    code: "damaged-backups",
    message: "the list of what a backup holds is damaged",
    details: [file, "what it holds is beside it, whole"],
    hint: "look at the files in that folder, move what you need, then delete the folder",
  });
};

const isItem = (item: Partial<BackupItem> | null): boolean =>
  typeof item?.name === "string" && !item.name.includes("/") && typeof item.path === "string";
