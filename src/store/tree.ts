/** Trees of files in memory, as the store takes them in: what a NAR can say and nothing more. */
import * as crypto from "node:crypto";
import type { AbsolutePath } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { encodeFile } from "../format/nar.ts";
import { compareNames } from "../system/names.ts";
import type { Pack } from "./content-pack.ts";

export type TreeNode = FileNode | LinkNode | DirectoryNode;

export interface FileNode {
  readonly type: "file";
  readonly executable: boolean;
  /** Bytes of contents. */
  readonly size: number;
  /** SHA-256 of the NAR of this file alone, Nix base32: the name of its contents in `.links`. */
  readonly hash: string;
  /** That NAR, where it is small enough to be kept in memory. */
  readonly frame?: Uint8Array;
  /** Where the contents are read from when there is no frame. */
  readonly source?: AbsolutePath;
  /** The store's own file of these contents, seen to be there and untouched: to be read before `source`, and linked. */
  readonly pooled?: AbsolutePath;
  /** The byte of a pack at which its frame begins. */
  readonly packed?: { readonly pack: Pack; readonly at: number };
}

export interface LinkNode {
  readonly type: "link";
  readonly text: string;
}

export interface DirectoryNode {
  readonly type: "directory";
  readonly entries: Map<string, TreeNode>;
}

export const fileNode = (content: string | Uint8Array, executable = false): FileNode => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const frame = encodeFile(bytes, executable);
  return { type: "file", executable, size: bytes.length, hash: contentHash(frame), frame };
};

export const linkNode = (text: string): LinkNode => ({ type: "link", text });

export const directoryNode = (entries: Iterable<readonly [string, TreeNode]> = []): DirectoryNode => ({
  type: "directory",
  entries: new Map(entries),
});

/** The entries in the order of a NAR. */
export const sortedEntries = ({ entries }: DirectoryNode): readonly (readonly [string, TreeNode])[] =>
  [...entries].sort(([a], [b]) => compareNames(a, b));

/** What is at a relative path in a tree; undefined where nothing is. */
export const nodeAt = (root: TreeNode, path: string): TreeNode | undefined => {
  let node: TreeNode | undefined = root;
  for (const part of path.split("/")) node = node?.type === "directory" ? node.entries.get(part) : undefined;
  return node;
};

/**
 * Puts `node` at a relative path, making the directories on the way. False where something that is not a directory
 * is in the way, or something is there already.
 */
export const insertNode = (root: DirectoryNode, path: string, node: TreeNode): boolean => {
  const parts = path.split("/");
  const name = parts.pop()!;
  let directory: TreeNode = root;
  for (const part of parts) {
    if (directory.type !== "directory") return false;
    const next: TreeNode = directory.entries.get(part) ?? directoryNode();
    directory.entries.set(part, next);
    directory = next;
  }
  if (directory.type !== "directory" || directory.entries.has(name)) return false;
  directory.entries.set(name, node);
  return true;
};

/** The name of contents in `.links`, from the NAR of the file alone. */
export const contentHash = (frame: Uint8Array): string =>
  encodeBase32(crypto.hash("sha256", frame, "buffer"));
