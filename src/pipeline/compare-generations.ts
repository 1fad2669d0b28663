/** What lies between two generations that are both in the store: files, packages, variables and disk space. */
import { changedPairs, type EntryChange } from "../activation/changes.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { compareRecords, type RecordChanges } from "../build/compare-records.ts";
import { readRecord } from "../build/generation-record.ts";
import { diffManifests } from "../profile/manifest-diff.ts";
import type { Places } from "../system/places.ts";
import { closuresOf } from "./store-figures.ts";

export interface GenerationComparison extends RecordChanges {
  /** By path; places in the configuration do not count. */
  readonly files: readonly EntryChange[];
  /** Bytes of each generation with all that it needs. */
  readonly closureBytes: { readonly before: number; readonly after: number };
}

export const compareGenerations = (places: Places, from: StorePath, to: StorePath): GenerationComparison => {
  const closures = closuresOf(places, [from, to]);
  const bytesOf = (path: StorePath): number =>
    (closures.get(path) ?? []).reduce((sum, { size }) => sum + size, 0);
  return {
    files: changedPairs(diffManifests(from, to)),
    ...compareRecords(readRecord(from), readRecord(to)),
    closureBytes: { before: bytesOf(from), after: bytesOf(to) },
  };
};

/** Where a generation has a file of the home; what a link there leads to has the contents. */
export const fileInGeneration = (generation: StorePath | AbsolutePath, path: string): string =>
  `${generation}/home-files/${path}`;
