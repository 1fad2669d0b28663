/** Leaving Lares: `uninstall` gives the home back as it was before, `eject` leaves plain files. */
import { exceptErrno, LaresError } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import type { StepOutcome } from "../profile/history.ts";
import { removeTree } from "../system/durable.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { type Backup, listBackups } from "./backup-index.ts";
import { carryOut, runCommands } from "./carry-out.ts";
import { commandsAfter } from "./commands.ts";
import type { Note } from "./draft.ts";
import { lockFile } from "./journal-file.ts";
import { type Plan, planActivation } from "./plan.ts";
import type { Recovery } from "./recover.ts";
import { currentState } from "./switch.ts";
import { type LockWish, underLock } from "./under-lock.ts";

export interface LeaveRequest {
  readonly places: Places;
  readonly why: string;
  readonly options?: LockWish;
  /** Keep the store, the generations and the state; only the home is given back. */
  readonly keepFolders?: boolean;
}

export interface LeaveResult {
  readonly plan: Plan;
  readonly notes: readonly Note[];
  /** Of the commands that undid what steps had done: for `uninstall`. */
  readonly steps: readonly StepOutcome[];
  /** What was not put back, and is still below the state folder. */
  readonly backups: readonly Backup[];
  readonly recovery: Recovery | undefined;
}

/**
 * Removes what Lares put into the home, and puts back what had to give way wherever its place is free. What its steps did is
 * undone.
 */
export const uninstall = (request: LeaveRequest): Promise<LeaveResult> => leave(request, false);

/** Turns every link into what it leads to, with the modes that the person's own programs would have given. */
export const eject = (request: LeaveRequest): Promise<LeaveResult> => leave(request, true);

/** What either would do. */
export const planLeave = (places: Places, why: string, asPlainFiles: boolean): Plan =>
  planActivation({
    places,
    from: currentState(places)?.state,
    to: undefined,
    why,
    asPlainFiles,
    restore: asPlainFiles ? [] : latestBackups(places),
  });

const leave = (request: LeaveRequest, asPlainFiles: boolean): Promise<LeaveResult> =>
  underLock(request.places, request.why, request.options ?? {}, async (recovery) => {
    const { places, why, keepFolders = false } = request;
    const current = currentState(places);
    const plan = planLeave(places, why, asPlainFiles);
    const from = current?.name ?? null;
    const commands = asPlainFiles ? [] : commandsAfter(places, plan.changes, from, []);
    const left = await carryOut({ places, from, to: null, why }, plan, commands);
    const steps = runCommands(places, { places, from: current?.name, to: undefined });
    const notes = [...(recovery?.notes ?? []), ...(current?.notes ?? []), ...plan.notes, ...left];
    const backups = listBackups(places);
    if (!keepFolders) removeFolders(places, backups.length > 0);
    return { plan, notes, steps, backups, recovery };
  });

/** Of several for one place the newest: what the person had there last. */
const latestBackups = (places: Places): readonly Backup[] => [
  ...new Map(listBackups(places).map((backup) => [backup.path, backup])).values(),
];

/**
 * The configuration folder is the person's and stays. The lock goes last. A kill on the way leaves folders that no link
 * leads to; the same command, run again, takes them.
 */
const removeFolders = (places: Places, keepBackups: boolean): void => {
  refuseStrangeFolders(places);
  for (const folder of [places.storeDir, places.varDir, places.cacheDir]) {
    removeTree(folder);
    removeIfEmpty(folder.slice(0, folder.lastIndexOf("/")));
  }
  const lock = lockFile(places);
  const state = files.readDirectory(places.stateDir).map(({ name }) => below(places.stateDir, name));
  for (const path of state)
    if (!path.startsWith(lock) && !(keepBackups && path === below(places.stateDir, "backups")))
      removeTree(path);
  for (const path of state) if (path.startsWith(lock)) removeTree(path);
  removeIfEmpty(places.stateDir);
  removeIfEmpty(places.stateDir.slice(0, places.stateDir.lastIndexOf("/")), true);
};

/** A mistaken LARES_ROOT must never make this remove the home. */
const refuseStrangeFolders = (places: Places): void => {
  for (const folder of [places.storeDir, places.varDir, places.cacheDir, places.stateDir])
    if (`${places.home}/`.startsWith(`${folder}/`) || folder.split("/").length < 3)
      throw new LaresError({
        code: "strange-folder",
        message: `${folder} is set as a folder of lares, but the home is in it: it was not removed`,
        hint: "look at LARES_ROOT and the XDG variables",
      });
};

/** Only a folder of our own name, or what LARES_ROOT names with its `state`. */
const removeIfEmpty = (folder: string, onlyRoot = false): void => {
  const { LARES_ROOT: root } = process.env;
  if (onlyRoot && root !== folder) return;
  if (!folder.endsWith("/lares") && folder !== root && folder !== `${root}/state`) return;
  exceptErrno(["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"], undefined, () => files.removeDirectory(folder));
};
