/** What the old generation had and the new one has not: entries, and the directories that were made for them. */
import { exceptErrno } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import type { FileStatus } from "../system/files.ts";
import * as files from "../system/files.ts";
import { foundOf } from "./draft.ts";
import { lstatIfAllowed, type Planning, unreadable } from "./planning.ts";
import { ancestors } from "./target.ts";

/** Gives the paths that will be free, relative to the home. */
export const planRemovals = (planning: Planning): ReadonlySet<string> => {
  const { places, draft, old } = planning;
  const leaving = new Set<string>();
  for (const entry of old.entries) {
    if (old.isWanted(entry.path) || old.takenOver.has(entry.path)) continue;
    const place = below(places.home, entry.path);
    const found = lstatIfAllowed(place);
    if (found === undefined) continue;
    if (found === "unreadable" || !old.owns(entry, place, found)) {
      draft.notes.push({ path: entry.path, what: whyLeft(entry, found) });
      continue;
    }
    remove(planning, entry, place, found);
    leaving.add(entry.path);
  }
  return leaving;
};

const remove = (
  { draft, parents }: Planning,
  entry: ManifestEntry,
  place: string,
  found: FileStatus,
): void => {
  const folder = place.slice(0, place.lastIndexOf("/"));
  parents.needsWriting({ state: "there", path: folder }, entry.path, entry);
  const was = foundOf(place, found);
  const kept = was.kind === "file" ? { kept: draft.keepForUndo(place, was) } : {};
  draft.act("remove", entry.path, entry);
  draft.after("unlinks", { do: "unlink", path: place, was, ...kept });
};

const whyLeft = (entry: ManifestEntry, found: FileStatus | "unreadable"): string => {
  if (found === "unreadable") return "it cannot be looked at, so it stays";
  return entry.kind === "copy" && found.kind === "file"
    ? "it was edited since lares wrote it, so it stays"
    : "it is not what lares put there any more, so it stays";
};

/**
 * Plans the removal of the directories that Lares made, that no path in `needed` is in, and that nothing but what goes
 * is in.
 */
export const planPruning = (
  { places, draft, record, emptied }: Planning,
  leaving: ReadonlySet<string>,
  needed: readonly string[],
): Pruned => {
  if (record.size === 0) return nothingPruned;
  const kept = new Set<string>();
  const going = new Set<string>();
  const holding = foldersAbove(needed);
  for (const path of deepestFirst(record)) {
    if (isWithin(path, emptied)) continue;
    const place = below(places.home, path);
    const found = lstatIfAllowed(place);
    if (found === "unreadable") {
      kept.add(path);
      draft.notes.push({ path, what: "it cannot be looked at, so it stays" });
      continue;
    }
    if (found?.kind !== "directory") continue;
    const names = holding.has(path)
      ? []
      : exceptErrno(unreadable, undefined, () => files.readDirectory(place));
    if (names === undefined) draft.notes.push({ path, what: "it cannot be looked into, so it stays" });
    const goes = (name: string) => leaving.has(`${path}/${name}`) || going.has(`${path}/${name}`);
    if (holding.has(path) || names?.every(({ name }) => goes(name)) !== true) {
      kept.add(path);
      continue;
    }
    going.add(path);
    draft.act("rmdir", path);
    draft.after("removals", { do: "remove-directory", path: place, mode: found.mode, must: false });
  }
  return { kept, going };
};

export interface Pruned {
  /** Those of the record that stay in it. */
  readonly kept: ReadonlySet<string>;
  readonly going: ReadonlySet<string>;
}
export const nothingPruned: Pruned = { kept: new Set(), going: new Set() };

/** Every folder that one of the paths is in; each is walked up to once, however many share it. */
const foldersAbove = (paths: readonly string[]): ReadonlySet<string> => {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
};

const deepestFirst = (paths: ReadonlySet<string>): readonly string[] =>
  [...paths]
    .map((path) => [path.split("/").length, path] as const)
    .sort(([a], [b]) => b - a)
    .map(([, path]) => path);

const isWithin = (path: string, folders: ReadonlySet<string>): boolean =>
  folders.size > 0 && (folders.has(path) || ancestors(path).some((ancestor) => folders.has(ancestor)));
