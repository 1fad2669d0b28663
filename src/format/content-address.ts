/**
 * Names made from contents, as Nix's database and caches write them.
 *
 *   text = "text:sha256:" digits                     a text, with the paths that it mentions
 *        | "fixed:" algorithm ":" digits             the bytes of a file
 *        | "fixed:r:" algorithm ":" digits           the NAR of a tree
 *
 * The NAR of a tree that mentions its own path is hashed with that path's digest blanked out.
 */
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { type Hash, parseHash } from "./hash.ts";
import { fixedPath, nameOf, textPath } from "./store-path.ts";

export interface ContentAddress {
  readonly method: "text" | "flat" | "recursive";
  readonly hash: Hash;
}

export const parseContentAddress = (text: string): ContentAddress | undefined => {
  const [, kind, digits] = /^(text|fixed:r|fixed):([a-z0-9]+:[0-9a-z]+)$/.exec(text) ?? [];
  const hash = digits === undefined ? undefined : parseHash(digits);
  if (hash === undefined || (kind === "text" && hash.algorithm !== "sha256")) return undefined;
  return { method: kind === "text" ? "text" : kind === "fixed" ? "flat" : "recursive", hash };
};

/** Whether `path`, with these references (itself among them where it has itself), is the one that the address makes. */
export const isNamedBy = (
  { method, hash }: ContentAddress,
  storeDir: AbsolutePath,
  path: StorePath,
  references: readonly StorePath[],
): boolean => {
  const paths = references.filter((reference) => reference !== path);
  const self = paths.length < references.length;
  if (method === "text") return !self && textPath(storeDir, nameOf(path), hash, paths) === path;
  const bare = method === "flat" || hash.algorithm !== "sha256";
  if (bare && references.length > 0) return false;
  return fixedPath(storeDir, nameOf(path), method, hash, { paths, self }) === path;
};
