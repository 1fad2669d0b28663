/** Links from one place of an output to another. */
import { type AbsolutePath, below } from "../../base/paths.ts";
import { lstat, makeDirectories, symlink } from "../../system/files.ts";

/** `path` becomes a relative link to `target`, both below the output; what is there already stays. */
export const linkBetween = (out: AbsolutePath, path: string, target: string): void => {
  const at = below(out, path);
  if (lstat(at) !== undefined) return;
  makeDirectories(at.slice(0, at.lastIndexOf("/")));
  symlink(`${"../".repeat(path.split("/").length - 1)}${target}`, at);
};
