/** Why an object is alive, and how much each root holds: questions over the database alone. */
import type { StorePath } from "../base/paths.ts";
import { findRoots, type Root, type RootPlaces } from "./roots.ts";
import type { Store } from "./store.ts";
import { temporaryRootsByHolder } from "./temporary-roots.ts";

/** A root with the way from what it leads to down to an object, both included. */
export interface RootChain {
  readonly holder: string;
  readonly chain: readonly StorePath[];
}

export interface MeasuredRoot extends Root {
  /** Bytes of NARs of all that it reaches. */
  readonly size: number;
  /** Of these, what nothing else reaches: what the disk gets back without it, equal files that others share aside. */
  readonly onlyHere: number;
}

/** Links, processes that have files open, and commands that are running. */
export const allRoots = (store: Store, places: RootPlaces): readonly Root[] => {
  const running = temporaryRootsByHolder(places.varDir).flatMap(({ holder, paths }) =>
    paths.flatMap((path) => (store.isValid(path as StorePath) ? [{ holder, path: path as StorePath }] : [])),
  );
  return [...findRoots(places), ...running];
};

/**
 * The shortest chain from each root that reaches the object. Found from the object upwards, so that it costs what refers to
 * it, not what the store holds.
 */
export const chainsTo = (store: Store, roots: readonly Root[], path: StorePath): readonly RootChain[] => {
  const below = new Map<StorePath, StorePath | undefined>([[path, undefined]]);
  for (const [at] of below)
    for (const referrer of store.referrers(at)) if (!below.has(referrer)) below.set(referrer, at);
  return roots
    .filter((root) => below.has(root.path))
    .map(({ holder, path: from }) => ({ holder, chain: chainFrom(below, from) }))
    .sort((a, b) => a.chain.length - b.chain.length);
};

const chainFrom = (
  below: ReadonlyMap<StorePath, StorePath | undefined>,
  from: StorePath,
): readonly StorePath[] => {
  const chain: StorePath[] = [];
  for (let at: StorePath | undefined = from; at !== undefined; at = below.get(at)) chain.push(at);
  return chain;
};

/** The largest first. Several roots of one holder (a command's) are one. */
export const measureRoots = (store: Store, roots: readonly Root[]): readonly MeasuredRoot[] => {
  const holders = Map.groupBy(roots, ({ holder }) => holder);
  const sizes = new Map<StorePath, number>();
  const held = new Map<StorePath, number>();
  const sizeOf = (path: StorePath): number => {
    const known = sizes.get(path);
    if (known !== undefined) return known;
    const size = store.queryPathInfo(path)?.narSize ?? 0;
    sizes.set(path, size);
    return size;
  };
  const closures = [...holders.values()].map((own) => {
    const closure = store.closure(own.map(({ path }) => path));
    for (const path of closure) held.set(path, (held.get(path) ?? 0) + 1);
    return { root: own[0]!, closure };
  });
  return closures
    .map(({ root, closure }) => ({
      ...root,
      size: sum(closure.map(sizeOf)),
      onlyHere: sum(closure.filter((path) => held.get(path) === 1).map(sizeOf)),
    }))
    .sort((a, b) => b.size - a.size);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
