/** From described files to `home-files/` and the manifest's entries: what goes where, and what gets in whose way. */
import * as crypto from "node:crypto";
import { absolutePath, type HomePath } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { frameHeadSize } from "../format/nar.ts";
import { storePathOf } from "../format/store-path.ts";
import type { FileDescription } from "../home/description.ts";
import type { LinkEntry, ManifestEntry } from "../home/manifest.ts";
import type { TreeLoader } from "../store/load-tree.ts";
import { narHashOfNode } from "../store/nar-hash.ts";
import {
  type DirectoryNode,
  directoryNode,
  type FileNode,
  insertNode,
  type TreeNode,
} from "../store/tree.ts";
import { readPieces } from "../system/contents.ts";
import { compareNames } from "../system/names.ts";
import type { Problems } from "./problems.ts";
import { linkFarm, type SourceReader } from "./source-nodes.ts";

export interface HomeFiles {
  readonly tree: DirectoryNode;
  /** Sorted by path in byte order. */
  readonly entries: readonly ManifestEntry[];
}

export interface HomeFilesInput {
  readonly files: readonly FileDescription[];
  readonly storeDir: string;
  readonly loader: TreeLoader;
  readonly sources: SourceReader;
  readonly problems: Problems;
}

export const buildHomeFiles = (input: HomeFilesInput): HomeFiles => {
  const tree = directoryNode();
  const claims = createClaims(input.problems);
  const entries: ManifestEntry[] = [];
  for (const file of input.files)
    for (const { entry, node } of leavesOf(input, file)) {
      if (!claims.claim(entry.path, file)) continue;
      entries.push(entry);
      if (node !== undefined) insertNode(tree, entry.path, node);
    }
  entries.sort((a, b) => compareNames(a.path, b.path));
  return { tree, entries };
};

/** One path of $HOME that an entry owns, with what stands for it in `home-files/`: nothing for a live link. */
interface Leaf {
  readonly entry: ManifestEntry;
  readonly node?: TreeNode;
}

const leavesOf = (input: HomeFilesInput, file: FileDescription): readonly Leaf[] => {
  switch (file.mode) {
    case "live":
      return liveLeaf(input, file);
    case "copy":
      return nodeLeaves(file, input.sources.contents(file.content, file.origin), copyLeaf);
    case "recursive":
      return nodeLeaves(file, recursiveNode(input, file), linkLeaf);
    case "directory":
      return directoryLeaf(input, file);
    case "link": {
      const node = input.sources.node(file.content, file.origin);
      return node === undefined ? [] : [linkLeaf(file, file.target, node)];
    }
  }
};

const liveLeaf = (input: HomeFilesInput, file: FileDescription): readonly Leaf[] => {
  const { content, origin, target } = file;
  const source =
    content.type === "source" ? content.path : content.type === "symlink" ? content.text : undefined;
  if (source !== undefined && (content.type === "symlink" || input.sources.kind(content) !== undefined))
    return [{ entry: { kind: "live", path: target, source, ...commonOf(file) } }];
  input.problems.add({
    code: "missing-source",
    message: `${origin.option}: ${source === undefined ? "a live link needs a source" : `there is no ${source}`}`,
    origin,
  });
  return [];
};

const directoryLeaf = (input: HomeFilesInput, file: FileDescription): readonly Leaf[] => {
  const node = input.sources.node(file.content, file.origin);
  if (node === undefined) return [];
  if (node.type === "directory" || input.sources.kind(file.content) === "directory")
    return [linkLeaf(file, file.target, node)];
  input.problems.add({
    code: "unusable-source",
    message: `${file.origin.option}: its mode is "directory", and its source is none`,
    origin: file.origin,
  });
  return [];
};

/** A directory that lies in the store is not copied: each leaf is a link into it. */
const recursiveNode = (
  { sources, storeDir, loader }: HomeFilesInput,
  { content, origin }: FileDescription,
) => {
  const isStored =
    content.type === "source" && storePathOf(absolutePath(storeDir), content.path) !== undefined;
  return isStored && sources.kind(content) === "directory"
    ? linkFarm(absolutePath(content.path), loader.link)
    : sources.node(content, origin);
};

type MakeLeaf = (file: FileDescription, path: HomePath, node: Exclude<TreeNode, DirectoryNode>) => Leaf;

/** A leaf for each file and link of a tree; of an empty directory nothing remains. */
const nodeLeaves = (
  file: FileDescription,
  node: TreeNode | undefined,
  make: MakeLeaf,
  path: HomePath = file.target,
): readonly Leaf[] => {
  if (node === undefined) return [];
  if (node.type !== "directory") return [make(file, path, node)];
  return [...node.entries].flatMap(([name, child]) =>
    nodeLeaves(file, child, make, `${path}/${name}` as HomePath),
  );
};

const linkLeaf = (file: FileDescription, path: HomePath, node: TreeNode): Leaf => {
  const entry: LinkEntry = { kind: "link", path, leads: node.type, hash: hashOf(node), ...commonOf(file) };
  return { entry, node };
};

/** A link in a copied directory stays a link: it has no bytes that could drift. */
const copyLeaf: MakeLeaf = (file, path, node) => {
  if (node.type === "link") return linkLeaf(file, path, node);
  const mode = file.permissions ?? (node.executable ? 0o755 : 0o644);
  return { entry: { kind: "copy", path, mode, hash: hashOfBytes(node), ...commonOf(file) }, node };
};

const commonOf = ({ origin, force, onChange }: FileDescription) => ({
  origin,
  ...(force && { force }),
  ...(onChange !== "" && { onChange }),
});

const hashOf = (node: TreeNode): string =>
  node.type === "file" ? node.hash : encodeBase32(narHashOfNode(node).hash);

const hashOfBytes = ({ frame, source, executable, size }: FileNode): string => {
  const head = frameHeadSize(executable);
  if (frame !== undefined) return crypto.hash("sha256", frame.subarray(head, head + size), "hex");
  const hash = crypto.createHash("sha256");
  readPieces(source!, (piece) => hash.update(piece));
  return hash.digest("hex");
};

/**
 * Who has which path: a path belongs to one entry, and nothing lies below a path that belongs to one. Directories that
 * only lead to owned paths are shared, so a single file may lie in a recursive directory.
 */
const createClaims = (problems: Problems) => {
  const owners = new Map<string, FileDescription>();
  const directories = new Map<string, FileDescription>();
  const refuse = (path: string, a: FileDescription, b: FileDescription): false => {
    const clash =
      a === b ? `${a.origin.option} has twice` : `${a.origin.option} and ${b.origin.option} both have`;
    const where = a.target === b.target ? path : `${path} (${a.target} and ${b.target})`;
    problems.add({ code: "conflicting-targets", message: `${clash} ${where}`, origin: b.origin });
    return false;
  };
  const claim = (path: HomePath, file: FileDescription): boolean => {
    const taken = owners.get(path) ?? directories.get(path);
    if (taken !== undefined) return refuse(path, taken, file);
    const parents = parentsOf(path);
    const above = parents.find((parent) => owners.has(parent));
    if (above !== undefined) return refuse(path, owners.get(above)!, file);
    owners.set(path, file);
    for (const parent of parents) if (!directories.has(parent)) directories.set(parent, file);
    return true;
  };
  return { claim };
};

const parentsOf = (path: string): readonly string[] => {
  const parents: string[] = [];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) parents.push(path.slice(0, at));
  return parents;
};
