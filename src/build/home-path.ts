/**
 * `home-path/`: the packages' trees laid over each other. A directory that one package has alone is one link; where
 * several have it, it is a real directory of links.
 */
import type { PackageReference } from "../base/package.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import type { FileContent } from "../home/description.ts";
import type { TreeLoader } from "../store/load-tree.ts";
import { type DirectoryNode, directoryNode, insertNode, type TreeNode } from "../store/tree.ts";
import { readDirectory, stat } from "../system/files.ts";
import type { Problems } from "./problems.ts";
import type { SourceReader } from "./source-nodes.ts";

export interface HomePathInput {
  readonly packages: readonly PackageReference[];
  readonly profileFiles: Readonly<Record<string, FileContent>>;
  readonly loader: TreeLoader;
  readonly sources: SourceReader;
  readonly problems: Problems;
}

/** Lares' own files come first: no package replaces them. */
export const buildHomePath = (input: HomePathInput): DirectoryNode => {
  const own = ownFiles(input);
  const root = directoryNode();
  const merge = createMerge(input);
  const byPriority = input.packages.toSorted((a, b) => priorityOf(a) - priorityOf(b));
  for (const reference of byPriority) {
    const tree = packageTree(reference, input.loader);
    if (tree !== undefined) merge(root, tree, reference, "");
  }
  for (const [path, node] of own) {
    openDirectories(root, path, merge.opened);
    if (!insertNode(root, path, node)) replaceNode(root, path, node);
  }
  return root;
};

const priorityOf = ({ priority }: PackageReference): number => priority ?? defaultPriority;

/** nixpkgs' own: what a package has that says nothing. */
const defaultPriority = 5;

const ownFiles = ({
  profileFiles,
  sources,
  problems,
}: HomePathInput): readonly (readonly [string, TreeNode])[] =>
  Object.entries(profileFiles).flatMap(([path, content]) => {
    const origin = { option: `home.profileFiles.${JSON.stringify(path)}` };
    if (!isRelative(path))
      problems.add({ code: "reserved-name", message: `${origin.option}: not a path`, origin });
    const node = isRelative(path) ? sources.node(content, origin) : undefined;
    return node === undefined ? [] : [[path, node] as const];
  });

export const isRelative = (path: string): boolean => path !== "" && !/(^|\/)\.{0,2}(\/|$)|\0/.test(path);

/** A package's own tree: links to its top level, or for a stand-in the contents that it was given. */
const packageTree = (
  { outPath, contents }: PackageReference,
  loader: TreeLoader,
): DirectoryNode | undefined => {
  if (outPath?.startsWith("/") && stat(outPath)?.kind === "directory")
    return linksInto(absolutePath(outPath), loader);
  if (contents === undefined || stat(contents)?.kind !== "directory") return undefined;
  return loader.tree(absolutePath(contents)) as DirectoryNode;
};

/** What a package says to Nix's own builders is of no use in a profile. */
const linksInto = (directory: AbsolutePath, loader: TreeLoader): DirectoryNode =>
  directoryNode(
    readDirectory(directory)
      .filter(({ name }) => name !== "nix-support")
      .map(({ name }) => [name, loader.link(below(directory, name))]),
  );

const createMerge = ({ loader, problems }: HomePathInput) => {
  const owners = new Map<string, PackageReference>();

  /** A link to a directory becomes a directory of links, so that another package's may join it. */
  const opened = (node: TreeNode | undefined): DirectoryNode | undefined => {
    if (node?.type === "directory") return node;
    if (node?.type !== "link" || stat(node.text)?.kind !== "directory") return undefined;
    return linksInto(absolutePath(node.text), loader);
  };

  const merge = (
    into: DirectoryNode,
    from: DirectoryNode,
    reference: PackageReference,
    path: string,
  ): void => {
    for (const [name, node] of from.entries) {
      const at = path === "" ? name : `${path}/${name}`;
      const present = into.entries.get(name);
      if (present === undefined) {
        into.entries.set(name, node);
        owners.set(at, reference);
        continue;
      }
      const [a, b] = [opened(present), opened(node)];
      if (a !== undefined && b !== undefined) {
        if (a !== present) {
          into.entries.set(name, a);
          claimAll(a, at, ownerOf(at));
        }
        merge(a, b, reference, at);
      } else if (!isSame(present, node)) resolve(at, reference);
    }
  };

  /** Once for each directory, when it is opened: what is merged into it later is claimed as it comes. */
  const claimAll = (
    directory: DirectoryNode,
    path: string,
    reference: PackageReference | undefined,
  ): void => {
    for (const name of directory.entries.keys())
      if (reference && !owners.has(`${path}/${name}`)) owners.set(`${path}/${name}`, reference);
  };

  const ownerOf = (path: string): PackageReference | undefined => {
    for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
      const owner = owners.get(at);
      if (owner !== undefined) return owner;
    }
    return undefined;
  };

  /** Packages come by priority, so what is present wins unless both ask for the same. */
  const resolve = (path: string, loser: PackageReference): void => {
    const winner = ownerOf(path);
    if (winner === undefined || priorityOf(winner) !== priorityOf(loser)) return;
    problems.add({
      code: "package-conflict",
      message: `home.packages: ${winner.name} and ${loser.name} both have ${path}`,
    });
  };

  return Object.assign(merge, { opened });
};

const isSame = (a: TreeNode, b: TreeNode): boolean =>
  (a.type === "link" && b.type === "link" && a.text === b.text) ||
  (a.type === "file" && b.type === "file" && a.hash === b.hash);

/** Makes the directories on the way to a path real ones. */
const openDirectories = (
  root: DirectoryNode,
  path: string,
  open: (node: TreeNode | undefined) => DirectoryNode | undefined,
): void => {
  let directory = root;
  for (const part of path.split("/").slice(0, -1)) {
    const next = open(directory.entries.get(part)) ?? directoryNode();
    directory.entries.set(part, next);
    directory = next;
  }
};

const replaceNode = (root: DirectoryNode, path: string, node: TreeNode): void => {
  const parts = path.split("/");
  const name = parts.pop()!;
  let directory: TreeNode | undefined = root;
  for (const part of parts)
    directory = directory?.type === "directory" ? directory.entries.get(part) : undefined;
  if (directory?.type === "directory") directory.entries.set(name, node);
};
