/** `path`: files and folders outside the store that derivations take in. */
import { basename, resolve } from "node:path";
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { formatHash, parseHash } from "../format/hash.ts";
import { fixedPath } from "../format/store-path.ts";
import type { StoreCopy } from "../home/description.ts";
import { callSite } from "../option/property.ts";
import { createTreeLoader } from "../store/load-tree.ts";
import { narHashOfNode } from "../store/nar-hash.ts";
import { directoryNode, type TreeNode } from "../store/tree.ts";
import { type FileKind, lstat, readDirectory } from "../system/files.ts";
import { makePackage, type Package } from "./package.ts";
import { currentSession, noteSource } from "./session.ts";

export interface PathOptions {
  /** The last part of the path where not given. */
  readonly name?: string | undefined;
  /**
   * Whether to take in what is at a path, relative to the folder (`src/main.c`). What is in a folder that is left out is
   * left out with it.
   */
  readonly filter?: ((path: string, kind: FileKind) => boolean) | undefined;
}

/**
 * A copy of a file or folder in the store, for a build to read: `src: path("./tool", { filter: (path) => path !== "build" })`.
 * A relative path begins at the configuration's folder. It is read when the configuration is evaluated, and a change of
 * it counts as a change of the configuration.
 */
export const path = (from: string, { name, filter }: PathOptions = {}): Package => {
  const facts = { name: name ?? basename(from).replace(/^\.+(?=.)/, "") };
  return makePackage(facts, () => ({ outputs: { out: takeIn(facts.name, from, filter) } }), callSite(path));
};

const takeIn = (name: string, given: string, filter: PathOptions["filter"]): StorePath => {
  const { storeDir, folder } = currentSession();
  const from = absolutePath(resolve(folder, given));
  const files = listFiles(from, filter);
  const copy = { from, ...(filter && { files }) };
  const { hash } = narHashOfNode(copyNode(storeDir, copy));
  const digest = { algorithm: "sha256" as const, bytes: hash };
  return noteSource({
    type: "copy",
    path: fixedPath(storeDir, name, "recursive", digest),
    ...copy,
    method: "recursive",
    hash: formatHash(digest, "sri"),
  });
};

/** The paths that are taken, sorted; each one looked at is noted for the evaluation. */
const listFiles = (from: AbsolutePath, filter: PathOptions["filter"]): readonly string[] => {
  const { onLook } = currentSession();
  const taken: string[] = [];
  const visit = (relative: string, kind: FileKind): void => {
    const at = relative === "" ? from : below(from, relative);
    onLook(at);
    if (relative !== "") taken.push(relative);
    if (kind !== "directory") return;
    for (const entry of readDirectory(at)) {
      const child = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (filter === undefined || filter(child, entry.kind)) visit(child, entry.kind);
    }
  };
  visit("", kindOf(from));
  return taken.sort();
};

const kindOf = (from: AbsolutePath): FileKind => {
  const found = lstat(from);
  if (found !== undefined) return found.kind;
  currentSession().onLook(from);
  throw new LaresError({
    code: "missing-source",
    message: `there is no ${from}`,
    hint: "a relative path begins at the configuration's folder",
  });
};

/** What a copy takes in, as it is now. */
export const copyNode = (
  storeDir: AbsolutePath,
  { from, files }: Pick<StoreCopy, "from" | "files">,
): TreeNode => {
  const loader = createTreeLoader(storeDir, { kept: 0 });
  if (files === undefined) return loader.tree(from);
  return partOf(from, new Set(files), "", loader);
};

const partOf = (
  from: AbsolutePath,
  files: ReadonlySet<string>,
  relative: string,
  loader: ReturnType<typeof createTreeLoader>,
): TreeNode => {
  const at = relative === "" ? from : below(from, relative);
  if (lstat(at)?.kind !== "directory") return loader.tree(at);
  const entries = readDirectory(at)
    .map(({ name }) => [name, relative === "" ? name : `${relative}/${name}`] as const)
    .filter(([, path]) => files.has(path));
  return directoryNode(entries.map(([name, path]) => [name, partOf(from, files, path, loader)] as const));
};

/** The tree for the store, the same that the evaluation saw. Throws `source-changed` where it is another by now. */
export const unchangedNode = (storeDir: AbsolutePath, copy: StoreCopy): TreeNode => {
  const node = copyNode(storeDir, copy);
  const now = formatHash({ algorithm: "sha256", bytes: narHashOfNode(node).hash }, "sri");
  if (parseHash(copy.hash) !== undefined && now === copy.hash) return node;
  throw new LaresError({
    code: "source-changed",
    message: `${copy.from} changed after the configuration was evaluated`,
    hint: "run it again when nothing writes to it",
  });
};
