/** Files before and after a switch, for diffs: as they are on disk, or in a generation that is only in memory. */
import { frameHeadSize } from "../format/nar.ts";
import type { TreeNode } from "../store/tree.ts";
import { lstat, readBytes, readDirectory, readlink } from "../system/files.ts";

export type Content =
  | { readonly kind: "nothing" }
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "file"; readonly size: number; readonly bytes: () => Uint8Array }
  | { readonly kind: "folder"; readonly names: readonly string[]; readonly child: (name: string) => Content };

export const contentOnDisk = (path: string): Content => {
  const found = lstat(path);
  if (found === undefined || found.kind === "other") return { kind: "nothing" };
  if (found.kind === "link") return { kind: "link", text: readlink(path) ?? "" };
  if (found.kind === "file") return { kind: "file", size: found.size, bytes: () => readBytes(path) };
  const names = readDirectory(path).map(({ name }) => name);
  return { kind: "folder", names, child: (name) => contentOnDisk(`${path}/${name}`) };
};

export const contentOfNode = (node: TreeNode | undefined): Content => {
  if (node === undefined) return { kind: "nothing" };
  if (node.type === "link") return { kind: "link", text: node.text };
  if (node.type === "directory")
    return {
      kind: "folder",
      names: [...node.entries.keys()],
      child: (name) => contentOfNode(node.entries.get(name)),
    };
  const { executable, size, frame, source } = node;
  const start = frameHeadSize(executable);
  return {
    kind: "file",
    size,
    bytes: () => (frame === undefined ? readBytes(source!) : frame.subarray(start, start + size)),
  };
};
