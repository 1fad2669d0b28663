/** What lies between two generations that are both in the store: files, packages, variables and disk space. */
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { compareRecords, type RecordChanges } from "../build/compare-records.ts";
import { readRecord } from "../build/generation-record.ts";
import { diffManifests, type EntryPair } from "../profile/manifest-diff.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import type { Places } from "../system/places.ts";

export interface GenerationComparison extends RecordChanges {
  /** By path; places in the configuration do not count. */
  readonly files: readonly FileChange[];
  /** Bytes of each generation with all that it needs. */
  readonly closureBytes: { readonly before: number; readonly after: number };
}

export interface FileChange extends EntryPair {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}

export const compareGenerations = (places: Places, from: StorePath, to: StorePath): GenerationComparison => {
  const store = openStore(places);
  try {
    return {
      files: diffManifests(from, to).flatMap(fileChange),
      ...compareRecords(readRecord(from), readRecord(to)),
      closureBytes: { before: closureBytes(store, from), after: closureBytes(store, to) },
    };
  } finally {
    store.close();
  }
};

/** Bytes of the NARs of a path and all that it needs. */
export const closureBytes = (store: Store, path: StorePath): number =>
  store.closure([path]).reduce((sum, each) => sum + (store.queryPathInfo(each)?.narSize ?? 0), 0);

/** Where a generation has a file of the home; what a link there leads to has the contents. */
export const fileInGeneration = (generation: StorePath | AbsolutePath, path: string): string =>
  `${generation}/home-files/${path}`;

const fileChange = (pair: EntryPair): readonly FileChange[] => {
  const path = (pair.new ?? pair.old)!.path;
  if (pair.old === undefined) return [{ ...pair, path, change: "added" }];
  if (pair.new === undefined) return [{ ...pair, path, change: "removed" }];
  return effectOf(pair.old) === effectOf(pair.new) ? [] : [{ ...pair, path, change: "changed" }];
};

const effectOf = ({ origin: _written, ...effect }: NonNullable<EntryPair["old"]>): string =>
  JSON.stringify(effect);
