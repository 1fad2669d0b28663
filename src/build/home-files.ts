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
import { type DirectoryNode, directoryNode, type FileNode, type TreeNode } from "../store/tree.ts";
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
  const plots = createPlots(input.problems);
  const entries: ManifestEntry[] = [];
  for (const file of input.files)
    for (const { entry, node } of leavesOf(input, file))
      if (plots.claim(entry.path, file, node)) entries.push(entry);
  entries.sort((a, b) => compareNames(a.path, b.path));
  return { tree: plots.tree, entries };
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
 * only lead to owned paths are shared, so a single file may lie in a recursive directory. In the tree there are only
 * those directories that lead to a node.
 */
const createPlots = (problems: Problems) => {
  const root: Folder = { node: directoryNode(), name: "", isInTree: true };
  const folders = new Map([["", root]]);
  const owners = new Map<string, FileDescription>();

  const refuse = (path: string, a: FileDescription, b: FileDescription): false => {
    const clash =
      a === b ? `${a.origin.option} has twice` : `${a.origin.option} and ${b.origin.option} both have`;
    const where = a.target === b.target ? path : `${path} (${a.target} and ${b.target})`;
    problems.add({ code: "conflicting-targets", message: `${clash} ${where}`, origin: b.origin });
    return false;
  };

  /** The folder at a path, made for `file` where there is none; undefined where an entry has the path or one above. */
  const folderAt = (path: string, file: FileDescription): Folder | undefined => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const owner = owners.get(path);
    if (owner !== undefined) {
      refuse(path, owner, file);
      return undefined;
    }
    const { parent, name } = splitPath(path);
    const above = folderAt(parent, file);
    if (above === undefined) return undefined;
    const folder: Folder = { node: directoryNode(), name, above, madeFor: file, isInTree: false };
    folders.set(path, folder);
    return folder;
  };

  const claim = (path: HomePath, file: FileDescription, node: TreeNode | undefined): boolean => {
    const taken = owners.get(path) ?? folders.get(path)?.madeFor;
    if (taken !== undefined) return refuse(path, taken, file);
    const { parent, name } = splitPath(path);
    const folder = folderAt(parent, file);
    if (folder === undefined) return false;
    owners.set(path, file);
    if (node !== undefined) {
      folder.node.entries.set(name, node);
      putInTree(folder);
    }
    return true;
  };
  return { tree: root.node, claim };
};

interface Folder {
  readonly node: DirectoryNode;
  readonly name: string;
  readonly above?: Folder;
  readonly madeFor?: FileDescription;
  isInTree: boolean;
}

const putInTree = (folder: Folder): void => {
  for (let at: Folder | undefined = folder; at !== undefined && !at.isInTree; at = at.above) {
    at.above?.node.entries.set(at.name, at.node);
    at.isInTree = true;
  }
};

const splitPath = (path: string): { parent: string; name: string } => {
  const at = path.lastIndexOf("/");
  return at < 0 ? { parent: "", name: path } : { parent: path.slice(0, at), name: path.slice(at + 1) };
};
