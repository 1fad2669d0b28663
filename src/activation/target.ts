/** The target state: what a manifest wants to be in the home, and what is wrong with it by itself. */
import { type AbsolutePath, below, within } from "../base/paths.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import { lstat, realPath, sameFile } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import type { Collision } from "./collision.ts";

/** What the link of an entry says; undefined for a copy. */
export const linkText = (places: Places, entry: ManifestEntry): string | undefined => {
  if (entry.kind === "link") return `${places.anchor}/home-files/${entry.path}`;
  return entry.kind === "live" ? entry.source : undefined;
};

/** Equal for entries that put the same thing in the same place. */
export const contentKey = (entry: ManifestEntry): string => {
  if (entry.kind === "live") return `live ${entry.source}`;
  return entry.kind === "copy" ? `copy ${entry.mode} ${entry.hash}` : `link ${entry.hash}`;
};

/** Entries inside one another, two for one place, and those in Lares' own folders. */
export const checkTarget = (
  places: Places,
  entries: readonly ManifestEntry[],
  caseInsensitive: () => boolean,
): readonly Collision[] => [
  ...ownFolderCollisions(places, entries),
  ...nestedCollisions(entries),
  ...foldedCollisions(entries, caseInsensitive),
];

const ownFolderCollisions = (places: Places, entries: readonly ManifestEntry[]): readonly Collision[] => {
  const folders = ownFolders(places);
  return entries.flatMap(({ path, origin }) => {
    const own = ownFolderOf(folders, path);
    return own === undefined ? [] : [{ path, kind: "own-folder", what: own, origin, canBackUp: false }];
  });
};

export interface OwnFolder {
  readonly name: string;
  /** Relative to the home. */
  readonly path: string;
}

/** Those of Lares' own folders that are in the home, whichever way the home and they are spelled. */
export const ownFolders = (places: Places): readonly OwnFolder[] => {
  const realHome = realPath(places.home) ?? places.home;
  const named: readonly (readonly [string, AbsolutePath])[] = [
    ["the store", places.storeDir],
    ["the store's database", places.varDir],
    ["the state of lares", places.stateDir],
    ["the cache of lares", places.cacheDir],
    ["the configuration of lares", places.configDir],
    ["the link that all others go through", places.anchor],
  ];
  return named.flatMap(([name, folder]) => {
    const path =
      within(places.home, folder) ?? within(realHome, folder) ?? within(realHome, realPath(folder) ?? folder);
    return path === undefined ? [] : [{ name, path }];
  });
};

/** What is wrong with `path` as a target, if it is, is in, or holds one of these folders. */
export const ownFolderOf = (folders: readonly OwnFolder[], path: string): string | undefined => {
  for (const { name, path: own } of folders) {
    if (path === own || path.startsWith(`${own}/`)) return `that is ${name}, which cannot be managed`;
    if (own.startsWith(`${path}/`)) return `${name} is in there, which cannot be managed`;
  }
  return undefined;
};

const nestedCollisions = (entries: readonly ManifestEntry[]): readonly Collision[] => {
  const paths = new Set<string>(entries.map(({ path }) => path));
  return entries.flatMap(({ path, origin }) => {
    const outer = ancestors(path).find((ancestor) => paths.has(ancestor));
    return outer === undefined
      ? []
      : [
          {
            path,
            kind: "nested",
            what: `it is inside ~/${outer}, which is an entry itself`,
            origin,
            canBackUp: false,
          },
        ];
  });
};

/** `a/b/c` → `a/b`, `a`. */
export const ancestors = (path: string): readonly string[] => {
  const all: string[] = [];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
    all.push(path.slice(0, at));
  return all;
};

const foldedCollisions = (
  entries: readonly ManifestEntry[],
  caseInsensitive: () => boolean,
): readonly Collision[] => {
  const byFold = new Map<string, string>();
  const collisions: Collision[] = [];
  for (const { path, origin } of entries) {
    const other = byFold.get(fold(path));
    byFold.set(fold(path), path);
    if (other !== undefined && caseInsensitive())
      collisions.push({
        path,
        kind: "same-place",
        what: `on this file system ~/${other} is the same place`,
        origin,
        canBackUp: false,
      });
  }
  return collisions;
};

/** As file systems that ignore case and Unicode forms see a name. */
export const fold = (path: string): string => path.normalize("NFC").toLowerCase();

/** Whether names that differ in case only are one name in the home: asked of a folder of ours that is there. */
export const isCaseInsensitive = (places: Places): boolean => {
  const probe = [places.stateDir, places.storeDir, places.home].find((path) => swapCase(path) !== path);
  return probe !== undefined && sameFile(lstat(probe), lstat(swapCase(probe)));
};

const swapCase = (path: string): string => {
  const at = path.lastIndexOf("/") + 1;
  return (
    path.slice(0, at) +
    path.slice(at).replaceAll(/[a-z]/gi, (c) => (c < "a" ? c.toLowerCase() : c.toUpperCase()))
  );
};

export const inHome = (places: Places, path: string): AbsolutePath => below(places.home, path);
