/** Moves what is in a folder one folder up. */
import { type AbsolutePath, below } from "../base/paths.ts";
import { readDirectory, rename } from "../system/files.ts";

/** Of everything in `from`; `to` has nothing of the same names. */
export const liftContents = (from: AbsolutePath, to: AbsolutePath): void => {
  for (const { name } of readDirectory(from)) rename(below(from, name), below(to, name));
};
