/**
 * The hashes of the sources of the last build, for the next one: where one file of a thousand was edited, one file is
 * read from outside the store. A hash holds as long as the stamp of its file does.
 */
import { type InputStamp, isSameInput } from "../config/inputs.ts";
import type { KnownContents, KnownFile } from "../store/load-tree.ts";

export type LearntFiles = ReadonlyMap<string, KnownFile>;

/** `before` and `files` are of the last build, `now` are the stamps of this one. All that this one loads goes to `learnt`. */
export const knownContents = (
  before: readonly InputStamp[],
  files: LearntFiles,
  now: readonly InputStamp[],
  learnt: Map<string, KnownFile>,
): KnownContents => {
  const held = new Set<string>();
  const stamps = new Map(before.map((stamp) => [stamp.path, stamp]));
  for (const stamp of files.size === 0 ? [] : now) {
    const old = stamps.get(stamp.path);
    if (old !== undefined && isSameInput(old, stamp)) held.add(stamp.path);
  }
  return {
    of: (path) => (held.has(path) ? files.get(path) : undefined),
    learn: (path, file) => void learnt.set(path, file),
  };
};
