/**
 * When to write the small files of a home into one pack, from which the next build hashes them. Done after a switch, and
 * again when much has changed since.
 */
import { exceptErrno } from "../base/errors.ts";
import { absolutePath } from "../base/paths.ts";
import { isPackable, writePack } from "../store/content-pack.ts";
import type { DirectoryNode } from "../store/tree.ts";
import { temporaryBeside } from "../system/durable.ts";
import { lstat, rename, unlink } from "../system/files.ts";
import { type CachedHome, type CacheSubject, packFile, writeLearntFiles } from "./home-cache.ts";
import type { LearntFiles } from "./known-contents.ts";

/** What is known of the files' contents, and of the pack that some of them are in. */
export interface LearntContents {
  readonly files: LearntFiles;
  readonly pack?: PackRecord | undefined;
}

export interface PackRecord {
  readonly digest: string;
  /** Files that did not go into it. */
  readonly left: number;
}

/** Whether so many files are not in the pack that reading them one by one costs more than writing a new one, in time. */
export const isPackDue = ({ files, pack }: LearntContents): boolean => {
  const { all, apart } = count(files);
  const late = pack === undefined ? all : apart - pack.left;
  return late >= leastFiles && late * 4 >= all;
};

/** A disk that is full takes no pack, and the home does without. */
export const packContents = (
  subject: CacheSubject,
  { generation }: Pick<CachedHome, "generation">,
  tree: DirectoryNode,
  files: LearntFiles,
): void => {
  const temporary = absolutePath(temporaryBeside(packFile(subject)));
  try {
    exceptErrno(["ENOSPC", "EDQUOT"], undefined, () => {
      const { digest, places } = writePack(temporary, tree);
      rename(temporary, packFile(subject));
      const placed = withPlaces(files, places);
      const pack = { digest, left: count(placed).apart };
      writeLearntFiles(subject, generation, { files: placed, pack });
    });
  } finally {
    if (lstat(temporary) !== undefined) unlink(temporary);
  }
};

/** Of the small files, all and those without a place in a pack; in one pass, for every edit pays for it. */
const count = (files: LearntFiles): { readonly all: number; readonly apart: number } => {
  let all = 0;
  let apart = 0;
  for (const path in files) {
    const file = files[path]!;
    if (!isPackable(file)) continue;
    all += 1;
    if (file.at === undefined) apart += 1;
  }
  return { all, apart };
};

const withPlaces = (files: LearntFiles, places: ReadonlyMap<string, number>): LearntFiles =>
  Object.fromEntries(
    Object.entries(files).map(([path, { at: _old, ...file }]) => {
      const at = places.get(file.hash);
      return [path, at === undefined ? file : { ...file, at }];
    }),
  );

const leastFiles = 64;
