/** Backups given back or given up; never by Lares on its own. */
import { exceptErrno, LaresError } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import { shownPath } from "../base/shown.ts";
import { removeTree } from "../system/durable.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { type Backup, backupFolder, findBackup, indexFile, listBackups } from "./backup-index.ts";
import { carryOut, currentName } from "./carry-out.ts";
import { planRestore } from "./plan.ts";
import { type LockWish, underLock } from "./under-lock.ts";

export interface BackupRequest {
  readonly places: Places;
  /** `<switch id>/<n>`, as `listBackups` gives it. */
  readonly id: string;
  readonly why: string;
  readonly options?: LockWish;
}

/** Moves a backup to where it was, with its mode and times. Throws `place-taken` rather than overwrite anything. */
export const restoreBackup = ({ places, id, why, options = {} }: BackupRequest): Promise<Backup> =>
  underLock(places, why, options, async () => {
    const backup = findBackup(places, id);
    const plan = planRestore(places, backup);
    if (plan.notes.length > 0) throw placeTaken(backup);
    const current = currentName(places);
    await carryOut({ places, from: current, to: current, why }, plan, []);
    removeIfEmpty(places, id);
    return backup;
  });

/** Deletes backups for good. */
export const removeBackups = (
  places: Places,
  ids: readonly string[],
  why: string,
  options: LockWish = {},
): Promise<readonly Backup[]> =>
  underLock(places, why, options, () => {
    const backups = ids.map((id) => findBackup(places, id));
    for (const { at, id } of backups) {
      removeTree(at);
      removeIfEmpty(places, id);
    }
    return backups;
  });

/** A kill after the last backup of a folder went leaves the folder. Call it with the lock held and nothing under way. */
export const removeEmptyBackups = (places: Places): void => {
  const folder = below(places.stateDir, "backups");
  for (const { name } of exceptErrno(["ENOENT"], [], () => files.readDirectory(folder)))
    if (files.readDirectory(below(folder, name)).every((inner) => inner.name === "index.json"))
      removeTree(below(folder, name));
};

const removeIfEmpty = (places: Places, id: string): void => {
  const [group = ""] = id.split("/");
  if (listBackups(places).some((backup) => backup.id.startsWith(`${group}/`))) return;
  exceptErrno(["ENOENT"], undefined, () => files.unlink(indexFile(places, group)));
  exceptErrno(["ENOENT", "ENOTEMPTY", "EEXIST"], undefined, () =>
    files.removeDirectory(backupFolder(places, group)),
  );
};

const placeTaken = ({ path, id }: Backup): LaresError =>
  new LaresError({
    code: "place-taken",
    message: `backup ${id} was not put back: something is at ${shownPath(path)}`,
    details: ["nothing was changed"],
    hint: "remove its entry from the configuration and switch, or move away what is there; then run it again",
  });
