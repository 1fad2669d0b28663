/**
 * The fast path: whether the home is exactly as its generation wants it. One readlink for each link, one lstat for each
 * copy and each folder on the way.
 */
import { within } from "../base/paths.ts";
import type { Manifest, ManifestEntry } from "../profile/manifest.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";

export const isInPlace = (places: Places, { entries }: Manifest): boolean => {
  if (files.readlink(places.anchor) !== places.profile) return false;
  const prefix = `${places.anchor}/home-files/`;
  const folders = new Set<string>([""]);
  let last = "";
  for (const entry of entries) {
    if (!isEntryInPlace(places.home, prefix, entry)) return false;
    const folder = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf("/")));
    if (folder === last) continue;
    last = folder;
    if (!areFolders(places, folder, folders)) return false;
  }
  return true;
};

const isEntryInPlace = (home: string, prefix: string, entry: ManifestEntry): boolean => {
  const place = `${home}/${entry.path}`;
  if (entry.kind === "link") return files.readlink(place) === prefix + entry.path;
  if (entry.kind === "live") return files.readlink(place) === entry.source;
  const found = files.lstat(place);
  return found?.kind === "file" && found.mode === entry.mode;
};

/** The folder and those it is in, each looked at once. */
const areFolders = (places: Places, folder: string, known: Set<string>): boolean => {
  for (let at = folder; !known.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    if (!isFolder(places, at)) return false;
    known.add(at);
  }
  return true;
};

const isFolder = (places: Places, path: string): boolean => {
  const place = `${places.home}/${path}`;
  const kind = files.lstat(place)?.kind;
  if (kind !== "link") return kind === "directory";
  const real = files.realPath(place);
  return real !== undefined && within(files.realPath(places.home) ?? places.home, real) !== undefined;
};
