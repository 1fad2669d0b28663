/** What the old generation put into the home, and whether it is still ours. */
import { exceptErrno } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import type { FileStatus } from "../system/files.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { hashFile } from "../system/trees.ts";
import { fold, linkText } from "./target.ts";

export class OldHome {
  readonly entries: readonly ManifestEntry[];
  /** Old entries whose place, under another spelling, a new entry takes on a file system that ignores case. */
  readonly takenOver = new Set<string>();
  readonly #places: Places;
  readonly #byPath: ReadonlyMap<string, ManifestEntry>;
  readonly #wanted: ReadonlySet<string>;
  readonly #live: ReadonlyMap<string, string>;
  #byFold: ReadonlyMap<string, ManifestEntry> | undefined;

  constructor(
    places: Places,
    entries: readonly ManifestEntry[],
    target: readonly ManifestEntry[],
    live: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#live = live;
    this.entries = entries;
    this.#places = places;
    this.#byPath = new Map(entries.map((entry) => [entry.path, entry]));
    this.#wanted = new Set(target.map(({ path }) => path));
  }

  isWanted(path: string): boolean {
    return this.#wanted.has(path);
  }

  /** The old entry for what was found at `path`; also one that differs in case only and is that very file. */
  entryAt(path: string, found: FileStatus): ManifestEntry | undefined {
    const entry = this.#byPath.get(path);
    if (entry !== undefined) return entry;
    this.#byFold ??= new Map(this.entries.map((each) => [fold(each.path), each]));
    const alias = this.#byFold.get(fold(path));
    if (alias === undefined || this.isWanted(alias.path)) return undefined;
    if (!files.sameFile(found, files.lstat(below(this.#places.home, alias.path)))) return undefined;
    this.takenOver.add(alias.path);
    return alias;
  }

  /** Whether what is at `path` is what the old generation put there, and the new one does not want. */
  goes(path: string, found: FileStatus): boolean {
    const entry = this.#byPath.get(path);
    return (
      entry !== undefined && !this.isWanted(path) && this.owns(entry, below(this.#places.home, path), found)
    );
  }

  owns(entry: ManifestEntry, place: string, found: FileStatus): boolean {
    if (entry.kind === "copy") return found.kind === "file" && hashIfReadable(place) === entry.hash;
    return found.kind === "link" && this.isOwnText(entry, files.readlink(place));
  }

  /** What Lares itself made the link of an entry say: where it leads to in the generation, or to the working file. */
  isOwnText(entry: ManifestEntry, text: string | undefined): boolean {
    return (
      text !== undefined && (text === linkText(this.#places, entry) || text === this.#live.get(entry.path))
    );
  }
}

export const hashIfReadable = (path: string): string | undefined =>
  exceptErrno(["EACCES", "EPERM"], undefined, () => hashFile(path));
