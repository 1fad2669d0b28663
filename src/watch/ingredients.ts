/** What the home was made from last: the configuration, what it looked at, and its sources, as they were then. */
import { dirname } from "node:path";
import { type InputStamp, inputsUnchanged, stampInput } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import type { CachedHome, CacheSubject } from "../pipeline/home-cache.ts";
import { stat } from "../system/files.ts";
import { makeWatchList, type WatchList } from "./watch-list.ts";

export interface Recipe {
  readonly subject: CacheSubject;
  readonly cached: CachedHome;
  readonly description: HomeDescription;
}

export interface Ingredients {
  readonly configFile: string;
  /** Of the last build that went well. */
  readonly recipe: Recipe | undefined;
  readonly list: WatchList;
  /** Everything by name. */
  readonly paths: readonly string[];
  /** As it was built from; undefined where it was not. */
  stampOf(path: string): InputStamp | undefined;
  isChanged(path: string): boolean;
  /** Written to, and nothing more: what comes, goes or becomes a folder changes also what there is to watch. */
  isKnownFile(path: string): boolean;
  /** The home is made from these as they are now. */
  taken(paths: readonly string[]): void;
  /** After a build. */
  learn(recipe: Recipe): void;
  /** After a build that failed: it may be mended in what it had seen by then. */
  learnSeen(seen: ReadonlySet<string>): void;
  /** The same things, where folders may lie elsewhere now. */
  findFolders(): void;
}

export const createIngredients = (configFile: string): Ingredients => {
  let recipe: Recipe | undefined;
  const stamps = new Map<string, InputStamp>();
  let inputs: ReadonlySet<string> = new Set([configFile]);
  const makeList = (): WatchList =>
    makeWatchList(dirname(configFile), [...inputs], recipe?.cached.sources ?? []);
  let list = makeList();
  const taken = (paths: Iterable<string>): void => {
    for (const path of paths) stamps.set(path, stampInput(path));
  };
  return {
    configFile,
    get recipe() {
      return recipe;
    },
    get list() {
      return list;
    },
    get paths() {
      if (recipe === undefined) return [configFile];
      return [...recipe.cached.inputs, ...recipe.cached.sources].map(({ path }) => path);
    },
    taken,
    stampOf: (path) => stamps.get(path),
    isChanged: (path) => {
      const before = stamps.get(path);
      return before === undefined || !inputsUnchanged([before]);
    },
    isKnownFile: (path) =>
      list.effectOf(path) === "contents" &&
      stamps.has(path) &&
      stamps.get(path)?.isDirectory !== true &&
      stat(path)?.kind === "file",
    learn: (next) => {
      recipe = next;
      inputs = new Set(next.cached.inputs.map(({ path }) => path));
      list = makeList();
      stamps.clear();
      for (const stamp of [...next.cached.inputs, ...next.cached.sources]) stamps.set(stamp.path, stamp);
    },
    learnSeen: (seen) => {
      inputs = new Set([...inputs, ...seen]);
      list = makeList();
      taken(seen);
    },
    findFolders: () => {
      list = makeList();
    },
  };
};
