/** A plan while it is being made: what is decided so far, sorted into the stages in which it will be carried out. */
import { within } from "../base/paths.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import { temporaryBeside, temporaryPrefix } from "../system/durable.ts";
import type { FileStatus } from "../system/files.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { type BackupItem, backupFolder } from "./backup-index.ts";
import type { Collision } from "./collision.ts";
import type { Found, Operation, Placed } from "./operation.ts";

/** What a switch does with one path, as `lares plan` prints it. */
export interface Action {
  readonly do:
    | "keep"
    | "link"
    | "relink"
    | "remove"
    | "copy"
    | "adopt"
    | "backup"
    | "mkdir"
    | "rmdir"
    | "live"
    | "mode"
    | "anchor"
    | "restore"
    | "plain";
  /** Relative to the home; absolute outside it. */
  readonly path: string;
  readonly entry?: ManifestEntry;
}

/** Something a person should know, and that stops nothing. */
export interface Note {
  readonly path: string;
  readonly what: string;
}

export class Draft {
  readonly actions: Action[] = [];
  readonly collisions: Collision[] = [];
  readonly notes: Note[] = [];
  readonly backups: BackupItem[] = [];

  readonly #before: Operation[] = [];
  readonly #stages = {
    unlinks: [] as Operation[],
    removals: [] as Operation[],
    moves: [] as Operation[],
    places: [] as Operation[],
    drops: [] as Operation[],
  };
  readonly #places: Places;
  readonly #id: string;
  #kept = 0;

  constructor(places: Places, id: string) {
    this.#places = places;
    this.#id = id;
  }

  act(action: Action["do"], path: string, entry?: ManifestEntry): void {
    this.actions.push(entry === undefined ? { do: action, path } : { do: action, path, entry });
  }

  before(operation: Operation): void {
    this.#before.push(operation);
  }

  after(stage: keyof Draft["stages"], operation: Operation): void {
    this.#stages[stage].push(operation);
  }

  get stages(): Readonly<
    Record<"unlinks" | "removals" | "moves" | "places" | "drops", readonly Operation[]>
  > {
    return this.#stages;
  }

  /** New contents, written beside `path` now and put there after the flip; in a directory not yet in place, written at once. */
  replace(path: string, puts: Placed, mode: number | undefined, over: Found | null, kept?: string): void {
    if (puts.kind === "file" && path.includes(`/${temporaryPrefix}`))
      return this.before({ do: "write-copy", path, from: puts.from, mode: mode! });
    if (puts.kind === "link" && over === null)
      return this.after("places", { do: "link", path, text: puts.text });
    const from = temporaryBeside(path);
    if (puts.kind === "link") this.before({ do: "link", path: from, text: puts.text });
    else if (puts.kind === "file")
      this.before({ do: "write-copy", path: from, from: puts.from, mode: mode! });
    this.after("places", { do: "place", from, path, puts, over, ...(kept !== undefined && { kept }) });
  }

  /** Keeps a file that Lares wrote until the switch is done, so that it can be undone; gives where: not beside `path`, whose
   * directory may have to go. */
  keepForUndo(path: string, was: Found): string {
    this.#kept += 1;
    const at = `${this.#places.stateDir}/journal/${this.#id}-${this.#kept}`;
    this.before({ do: "keep", path, at, was });
    this.after("drops", { do: "drop", path: at });
    return at;
  }

  /** Keeps a file or link of the person's for good; gives where. */
  keepAsBackup(path: string, found: FileStatus, was: Found, reason: BackupItem["reason"]): string {
    const at = this.#newBackup(path, found, reason);
    this.before({ do: "keep", path, at, was });
    return at;
  }

  moveToBackup(path: string, found: FileStatus, reason: BackupItem["reason"]): void {
    const at = this.#newBackup(path, found, reason);
    this.after("moves", { do: "move-away", path, at, aside: temporaryBeside(path), inode: found.inode });
  }

  #newBackup(path: string, found: FileStatus, reason: BackupItem["reason"]): string {
    const name = String(this.backups.length + 1);
    const kind = found.kind === "directory" || found.kind === "link" ? found.kind : "file";
    this.backups.push({
      name,
      path,
      kind,
      mode: found.mode,
      size: found.size,
      mtimeMs: found.mtimeMs,
      reason,
    });
    this.act(reason === "adopted" ? "adopt" : "backup", within(this.#places.home, path) ?? path);
    return `${backupFolder(this.#places, this.#id)}/${name}`;
  }

  operationsBefore(): readonly Operation[] {
    return this.#before;
  }

  operationsAfter(): readonly Operation[] {
    const { unlinks, removals, moves, places } = this.#stages;
    return [...unlinks, ...removals, ...moves, ...places];
  }

  /** The last of all: what is needed to go back is let go when nothing else is left that may fail. */
  operationsAtEnd(): readonly Operation[] {
    return this.#stages.drops;
  }
}

export const foundOf = (path: string, status: FileStatus): Found =>
  status.kind === "link"
    ? { kind: "link", text: files.readlink(path) ?? "" }
    : { kind: "file", inode: status.inode, size: status.size, mtimeMs: status.mtimeMs };
