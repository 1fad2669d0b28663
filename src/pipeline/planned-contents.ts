/** The bytes of a file before and after a planned switch, for diffs. */

import { type AbsolutePath, below } from "../base/paths.ts";
import { frameHeadSize } from "../format/nar.ts";
import { type FileNode, nodeAt, type TreeNode } from "../store/tree.ts";
import { lstat, readBytes } from "../system/files.ts";
import type { PlannedHome } from "./switch-home.ts";

export interface Contents {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** Undefined sides are absent, or no regular files. */
export const plannedContents = ({ from, prepared }: PlannedHome, path: string): Contents => ({
  before: from === null ? undefined : contentsAt(below(from.path as AbsolutePath, "home-files", path)),
  after: contentsOf(nodeAt(prepared.tree, `home-files/${path}`)),
});

const contentsAt = (path: AbsolutePath): Uint8Array | undefined =>
  lstat(path)?.kind === "file" ? readBytes(path) : undefined;

const contentsOf = (node: TreeNode | undefined): Uint8Array | undefined => {
  if (node?.type !== "file") return undefined;
  return node.frame === undefined ? readBytes(node.source!) : insideFrame(node, node.frame);
};

const insideFrame = ({ executable, size }: FileNode, frame: Uint8Array): Uint8Array => {
  const start = frameHeadSize(executable);
  return frame.subarray(start, start + size);
};
