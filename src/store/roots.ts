/**
 * What keeps objects alive, in Nix's layout: links below `<var>/gcroots`, either to an object or (in `auto/`) to a link
 * elsewhere that leads to one. Lares' own profiles are looked at directly, too, so that a generation lives even where
 * nobody registered its link.
 */
import * as crypto from "node:crypto";
import { dirname, isAbsolute, resolve } from "node:path";
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { parseStorePath, storePathOf } from "../format/store-path.ts";
import { replaceLink } from "../system/durable.ts";
import { lstat, makeDirectories, readDirectory, readlink, unlink } from "../system/files.ts";
import { encodeName } from "../system/names.ts";
import type { Places } from "../system/places.ts";
import { openInProcesses } from "./process-roots.ts";

export interface Root {
  /** The link that holds the object, or the process that uses it: `process 4711 (bash)`. */
  readonly holder: string;
  readonly path: StorePath;
}

export type RootPlaces = Pick<Places, "storeDir" | "varDir" | "stateDir">;

/**
 * All roots but the temporary ones. Links named in `without` count as gone: what would die if they
 * were removed.
 */
export const findRoots = (places: RootPlaces, without: ReadonlySet<string> = new Set()): readonly Root[] => {
  const { storeDir } = places;
  const links = [rootsDirectory(places), below(places.stateDir, "profiles")].flatMap(linksBelow);
  const linked = new Map(
    links.flatMap((link) => {
      const path = storePathThrough(storeDir, link, without);
      return path === undefined ? [] : [[namedLink(places, link), path] as const];
    }),
  );
  return [...[...linked].map(([holder, path]) => ({ holder, path })), ...openInProcesses(storeDir)];
};

/** Makes `link` point to the object and keeps the object for as long as the link stays. */
export const addRoot = (places: RootPlaces, link: AbsolutePath, path: StorePath): void => {
  makeDirectories(dirname(link));
  addIndirectRoot(places, link);
  replaceLink(path, link);
};

/** Keeps alive whatever the link leads to, for as long as it does. The link need not exist yet. */
export const addIndirectRoot = (places: RootPlaces, link: AbsolutePath): void => {
  const root = indirectRoot(places, link);
  if (readlink(root) === link) return;
  makeDirectories(dirname(root));
  replaceLink(link, root);
};

/** Removes what `addIndirectRoot` made. */
export const removeIndirectRoot = (places: RootPlaces, link: AbsolutePath): void =>
  exceptErrno(["ENOENT"], undefined, () => unlink(indirectRoot(places, link)));

/** Indirect roots whose link is gone; the collector removes them. */
export const staleIndirectRoots = (places: RootPlaces): readonly AbsolutePath[] =>
  linksBelow(below(rootsDirectory(places), "auto")).filter((root) => {
    const text = readlink(root);
    return text !== undefined && lstat(text) === undefined;
  });

/** The link that a person made, where `link` is the indirect root that stands for it. */
const namedLink = (places: RootPlaces, link: AbsolutePath): string =>
  link.startsWith(`${below(rootsDirectory(places), "auto")}/`) ? (readlink(link) ?? link) : link;

const rootsDirectory = ({ varDir }: RootPlaces): AbsolutePath => below(varDir, "gcroots");

/** Named by the hash of the link's path, as Nix names them. */
const indirectRoot = (places: RootPlaces, link: AbsolutePath): AbsolutePath =>
  below(rootsDirectory(places), "auto", encodeBase32(crypto.hash("sha1", encodeName(link), "buffer")));

/** Links and files in a directory and below; nothing where there is none. */
const linksBelow = (directory: AbsolutePath): readonly AbsolutePath[] =>
  exceptErrno(["ENOENT", "ENOTDIR"], [], () => readDirectory(directory)).flatMap(({ name, kind }) => {
    const path = below(directory, name);
    return kind === "directory" ? linksBelow(path) : [path];
  });

/** The object that a link leads to, over other links if need be; a file counts by its name, as in Nix. */
const storePathThrough = (
  storeDir: AbsolutePath,
  start: AbsolutePath,
  without: ReadonlySet<string>,
): StorePath | undefined => {
  let at: string = start;
  for (let hops = 0; hops < mostHops && !without.has(at); hops++) {
    const text = readlink(at);
    if (text === undefined)
      return hops === 0
        ? parseStorePath(storeDir, below(storeDir, at.slice(at.lastIndexOf("/") + 1)))
        : undefined;
    at = isAbsolute(text) ? text : resolve(dirname(at), text);
    const found = storePathOf(storeDir, absolutePath(at));
    if (found !== undefined) return found;
  }
  return undefined;
};

const mostHops = 16;
