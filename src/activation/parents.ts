/** The directories that targets are in: there already, to be made, coming in the place of something that goes, or blocked. */

import { exceptErrno } from "../base/errors.ts";
import { within } from "../base/paths.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import { temporaryBeside } from "../system/durable.ts";
import type { FileStatus } from "../system/files.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { type Draft, foundOf } from "./draft.ts";
import { type OwnFolder, ownFolderOf } from "./target.ts";

export type Parent =
  /** `real`: where a symbolic link on the way leads, relative to the home. */
  | { readonly state: "there"; readonly path: string; readonly real?: string }
  /** Not there before the switch; `path` is where its contents are written. */
  | { readonly state: "new"; readonly path: string }
  | { readonly state: "blocked" };

export interface Surroundings {
  readonly places: Places;
  readonly draft: Draft;
  readonly folders: readonly OwnFolder[];
  /** Whether what is at this path is ours and goes with this switch. */
  goes(path: string, found: FileStatus): boolean;
  mayReplace(entry: ManifestEntry | undefined): boolean;
  /** Permission bits of a directory that is made. */
  modeOf(path: string): number;
}

export class Parents {
  /** Directories, relative to the home, that this switch makes. */
  readonly made = new Set<string>();
  readonly #known = new Map<string, Parent>();
  readonly #writable = new Set<string>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#known.set("", { state: "there", path: around.places.home });
  }

  /** The directory that holds `path`, asked for on behalf of `entry`. */
  of(path: string, entry: ManifestEntry | undefined): Parent {
    return this.#directory(path.slice(0, Math.max(0, path.lastIndexOf("/"))), entry);
  }

  /** Finds the directory in which a change will be made unwritable before anything else is changed. */
  needsWriting(parent: Parent, path: string, entry: ManifestEntry | undefined): void {
    if (parent.state !== "there" || this.#writable.has(parent.path)) return;
    this.#writable.add(parent.path);
    if (files.accessible(parent.path, "write") && files.accessible(parent.path, "execute")) return;
    this.#collide(path, "unwritable", `the folder ${parent.path} may not be written to`, entry, false);
  }

  #directory(path: string, entry: ManifestEntry | undefined): Parent {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const outer = this.of(path, entry);
    const parent = this.#look(path, outer, entry);
    this.#known.set(path, parent);
    return parent;
  }

  #look(path: string, outer: Parent, entry: ManifestEntry | undefined): Parent {
    if (outer.state === "blocked") return outer;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const place = `${outer.path}/${name}`;
    if (outer.state === "new") return this.#make(path, place);
    const found = this.#lstat(place);
    if (found === "unreadable") return this.#block(path, "unwritable", "it cannot be looked at", entry);
    if (found === undefined) {
      this.needsWriting(outer, path, entry);
      return this.#make(path, place);
    }
    if (found.kind === "directory")
      return outer.real === undefined
        ? { state: "there", path: place }
        : { state: "there", path: place, real: `${outer.real}/${name}` };
    if (this.#around.goes(path, found)) return this.#stage(path, place);
    if (found.kind === "link") return this.#follow(path, place, entry);
    return this.#giveWay(path, place, found, entry);
  }

  #lstat(place: string): FileStatus | undefined | "unreadable" {
    return exceptErrno(["EACCES"], "unreadable", () => files.lstat(place));
  }

  #make(path: string, place: string): Parent {
    this.made.add(path);
    this.#around.draft.act("mkdir", path);
    this.#around.draft.before({ do: "make-directory", path: place, mode: this.#around.modeOf(path) });
    return { state: "new", path: place };
  }

  /** Filled under another name, and put in place when what is there now has gone. */
  #stage(path: string, place: string): Parent {
    const staged = temporaryBeside(place);
    this.#make(path, staged);
    this.#around.draft.after("places", {
      do: "place",
      from: staged,
      path: place,
      puts: { kind: "directory" },
      over: null,
    });
    return { state: "new", path: staged };
  }

  #follow(path: string, place: string, entry: ManifestEntry | undefined): Parent {
    const { places, folders } = this.#around;
    const real = exceptErrno(["EACCES", "ELOOP"], undefined, () => files.realPath(place));
    if (real === undefined) return this.#block(path, "parent-dangling", "this link leads nowhere", entry);
    const inside = within(files.realPath(places.home) ?? places.home, real);
    if (inside === undefined)
      return this.#block(path, "parent-outside", `this link leads out of the home, to ${real}`, entry);
    const own = ownFolderOf(folders, `${inside}/x`);
    if (own !== undefined)
      return this.#block(path, "own-folder", `this link leads to ${real}: ${own}`, entry);
    if (files.stat(place)?.kind !== "directory")
      return this.#block(path, "parent-file", `this link leads to ${real}, which is no folder`, entry);
    return { state: "there", path: place, real: inside };
  }

  #giveWay(path: string, place: string, found: FileStatus, entry: ManifestEntry | undefined): Parent {
    const what = found.kind === "file" ? "a file, where a folder has to be" : "neither a file nor a folder";
    if (found.kind === "other") return this.#block(path, "special", what, entry);
    if (!this.#around.mayReplace(entry)) return this.#block(path, "parent-file", what, entry, true);
    const was = foundOf(place, found);
    const kept = this.#around.draft.keepAsBackup(place, found, was, "collision");
    this.#around.draft.after("unlinks", { do: "unlink", path: place, was, kept });
    return this.#stage(path, place);
  }

  #block(
    path: string,
    kind: "parent-file" | "parent-outside" | "parent-dangling" | "own-folder" | "special" | "unwritable",
    what: string,
    entry: ManifestEntry | undefined,
    canBackUp = false,
  ): Parent {
    this.#collide(path, kind, what, entry, canBackUp);
    return { state: "blocked" };
  }

  #collide(
    path: string,
    kind: "parent-file" | "parent-outside" | "parent-dangling" | "own-folder" | "special" | "unwritable",
    what: string,
    entry: ManifestEntry | undefined,
    canBackUp: boolean,
  ): void {
    this.#around.draft.collisions.push({
      path,
      kind,
      what,
      canBackUp,
      ...(entry && { origin: entry.origin }),
    });
  }
}
