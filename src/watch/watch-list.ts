/**
 * What has to be watched: the folders of everything that a home was made from. Folders, not files: an editor that saves by
 * rename leaves a watch on the file with the old one, and a folder tells of both.
 */
import { dirname } from "node:path";
import { within } from "../base/paths.ts";
import type { InputStamp } from "../config/inputs.ts";
import { lstat, realPath } from "../system/files.ts";

export interface WatchList {
  /** Folders that are there, absolute. */
  readonly folders: ReadonlySet<string>;
  /** What a change at `path` may change: all that evaluation gives, contents only, or nothing. */
  effectOf(path: string): Effect | undefined;
  /** The files themselves, links on the way resolved where there are any: how they were named. */
  namesOf(path: string): readonly string[];
}

export type Effect =
  /** The configuration, or something that it looked at. */
  | "evaluation"
  /** A source, or something in a source folder. */
  | "contents"
  /** A folder that such paths lie in came, went or was replaced. */
  | "folder";

export const makeWatchList = (
  configFolder: string,
  inputs: readonly string[],
  sources: readonly Pick<InputStamp, "path" | "isDirectory">[],
): WatchList => {
  const folders = new Set<string>();
  const above = new Set<string>();
  const aliases = new Map<string, string[]>();
  const evaluation = new Set(inputs);
  const contents = new Set(sources.map(({ path }) => path));
  const sourceFolders = new Set(sources.flatMap(({ path, isDirectory }) => (isDirectory ? [path] : [])));

  const addFolder = (folder: string): void => {
    for (let at = folder; at !== "/"; at = dirname(at)) {
      const isKnown = above.has(at);
      above.add(at);
      if (isWatched(configFolder, folder, at)) folders.add(nearestFolder(at));
      else if (isKnown) return;
    }
  };
  const reals = new Map<string, string>();
  const realFolder = (folder: string): string => {
    const known = reals.get(folder) ?? realPath(folder) ?? folder;
    reals.set(folder, known);
    return known;
  };
  const add = (path: string, isFolder: boolean): void => {
    addFolder(isFolder ? path : dirname(path));
    if (isFolder) addFolder(dirname(path));
    const real =
      lstat(path)?.kind === "link"
        ? realPath(path)
        : `${realFolder(dirname(path))}${path.slice(path.lastIndexOf("/"))}`;
    if (real === undefined || real === path) return;
    addFolder(isFolder ? real : dirname(real));
    aliases.set(real, [...(aliases.get(real) ?? []), path]);
  };
  for (const path of inputs) add(path, false);
  for (const { path, isDirectory } of sources) add(path, isDirectory === true);

  const named = (path: string): readonly string[] => {
    for (let at = path; at !== "/"; at = dirname(at)) {
      const found = aliases.get(at);
      if (found !== undefined) return [path, ...found.map((alias) => alias + path.slice(at.length))];
    }
    return [path];
  };
  const effectOfName = (path: string): Effect | undefined => {
    if (evaluation.has(path)) return "evaluation";
    if (contents.has(path) || sourceFolders.has(dirname(path))) return "contents";
    return above.has(path) ? "folder" : undefined;
  };
  return {
    folders,
    namesOf: named,
    effectOf: (path) => {
      const effects = named(path).map(effectOfName);
      return (["evaluation", "contents", "folder"] as const).find((effect) => effects.includes(effect));
    },
  };
};

/**
 * All folders between the configuration's own and a file of it, since each may be replaced by another; of what lies elsewhere
 * the folder and the one above it. Never a whole home.
 */
const isWatched = (configFolder: string, folder: string, at: string): boolean =>
  at === folder ||
  at === dirname(folder) ||
  at === configFolder ||
  at === dirname(configFolder) ||
  within(configFolder, at) !== undefined;

const nearestFolder = (folder: string): string => {
  let at = folder;
  while (at !== "/" && lstat(at) === undefined) at = dirname(at);
  return at;
};
