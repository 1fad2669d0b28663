/**
 * The plan between two generations that differ in what links lead to and in nothing else, for a home in which all is in its
 * place: no more than the profile changes. It says what `planActivation` would say, after one look at each link.
 */
import type { StorePath } from "../base/paths.ts";
import type { GenerationName } from "../profile/history.ts";
import type { Manifest, ManifestEntry } from "../profile/manifest.ts";
import type { EntryPair } from "../profile/manifest-diff.ts";
import { readManifest } from "../profile/read-manifest.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { changedPairs } from "./changes.ts";
import { readDirectories } from "./directories.ts";
import { newId } from "./journal.ts";
import { readLive } from "./live-links.ts";
import type { Plan } from "./plan.ts";
import { isInPlace } from "./verify.ts";

/** Undefined where there may be more to do. `pairs` is how the manifests differ. */
export const planInPlace = (
  places: Places,
  to: GenerationName,
  pairs: readonly EntryPair[],
): Plan | undefined => {
  if (!pairs.every(isSameLink) || readLive(places).text !== null) return undefined;
  const manifest = readManifest(to.path as StorePath);
  if (!manifest.entries.every(({ kind }) => kind === "link")) return undefined;
  if (!areDirectoriesNeeded(places, manifest) || !isInPlace(places, manifest)) return undefined;
  return planOfFlip(manifest.entries, pairs);
};

/** Nothing but the profile is touched: every link keeps its text. */
export const planOfFlip = (kept: readonly ManifestEntry[], pairs: readonly EntryPair[]): Plan => ({
  id: newId(),
  actions: kept.map((entry) => ({ do: "keep", path: entry.path, entry })),
  collisions: [],
  notes: [],
  changes: changedPairs(pairs),
  backups: [],
  before: [],
  after: [],
});

export const isSameLink = ({ old, new: now }: EntryPair): boolean =>
  old?.kind === "link" && now?.kind === "link";

/** Of those that Lares made none is gone, replaced or without an entry below it: the record of them stays as it is. */
const areDirectoriesNeeded = (places: Places, { entries }: Manifest): boolean => {
  const needed = new Set<string>();
  for (const { path } of entries)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (needed.has(folder)) break;
      needed.add(folder);
    }
  for (const path of readDirectories(places).paths)
    if (!needed.has(path) || files.lstat(`${places.home}/${path}`)?.kind !== "directory") return false;
  return true;
};
