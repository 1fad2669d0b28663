/** How much there is in the store, for whoever shows it: sums over the database, nothing on disk is looked at. */
import { below, type StorePath } from "../base/paths.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { fileSystemOf, lstat } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export interface StoreFigures {
  /** NAR sizes of all objects. */
  readonly bytes: number;
  readonly objects: number;
  /** Bytes that the store's disk has free. */
  readonly free: number;
}

export const storeFigures = (places: Places): StoreFigures => {
  const existing = lstat(places.storeDir) === undefined ? places.home : places.storeDir;
  const { free } = fileSystemOf(existing);
  return withStore(places, { bytes: 0, objects: 0, free }, (store) => {
    const paths = store.validPaths();
    return { bytes: sizeOf(store, paths), objects: paths.length, free };
  });
};

/** An object of a closure, with what it takes by itself. */
export interface ClosurePart {
  readonly path: StorePath;
  /** Bytes. */
  readonly size: number;
}

/** What each of these needs, itself included, the largest first; nothing for what is not in the store. */
export const closuresOf = (
  places: Places,
  paths: readonly string[],
): ReadonlyMap<string, readonly ClosurePart[]> =>
  withStore(
    places,
    new Map(),
    (store) =>
      new Map(
        paths.map((path) => [
          path,
          store
            .closure([path as StorePath])
            .map((part) => ({ path: part, size: store.queryPathInfo(part)?.narSize ?? 0 }))
            .sort((a, b) => b.size - a.size),
        ]),
      ),
  );

/** A store that is not there yet is not made for a question. */
const withStore = <T>(places: Places, otherwise: T, read: (store: Store) => T): T => {
  if (lstat(below(places.varDir, "db")) === undefined) return otherwise;
  const store = openStore(places);
  try {
    return read(store);
  } finally {
    store.close();
  }
};

const sizeOf = (store: Store, paths: readonly StorePath[]): number =>
  paths.reduce((sum, path) => sum + (store.queryPathInfo(path)?.narSize ?? 0), 0);
