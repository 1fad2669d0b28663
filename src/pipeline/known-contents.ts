/**
 * The hashes of the sources of the last build, for the next one: where one file of a thousand was edited, one file is
 * read from outside the store. A hash holds as long as the stamp of its file does.
 */
import { type InputStamp, isSameInput } from "../config/inputs.ts";
import type { Pack } from "../store/content-pack.ts";
import type { KnownContents, KnownFile } from "../store/load-tree.ts";

/** By path. */
export type LearntFiles = Readonly<Record<string, KnownFile>>;

/** `before` and `files` are of the last build, `now` are the stamps of this one. All that this one loads goes to `learnt`. */
export const knownContents = (
  before: readonly InputStamp[],
  files: LearntFiles,
  now: readonly InputStamp[],
  learnt: Record<string, KnownFile>,
  pack?: Pack,
): KnownContents => {
  const old = new Map(before.map((stamp) => [stamp.path, stamp]));
  const held = new Set<string>();
  for (const stamp of now) {
    const was = old.get(stamp.path);
    if (was !== undefined && isSameInput(was, stamp)) held.add(stamp.path);
  }
  return {
    ...(pack && { pack }),
    of: (path) => (held.has(path) && Object.hasOwn(files, path) ? files[path] : undefined),
    learn: (path, file) => {
      learnt[path] = file;
    },
  };
};
