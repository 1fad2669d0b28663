/** Writes trees from memory to disk: one walk, whatever the files are to be. */
import { type AbsolutePath, below } from "../base/paths.ts";
import { chmod, makeDirectory, setTimes, symlink } from "../system/files.ts";
import { directoryMode, storeTime } from "./canonical.ts";
import { type ContentPool, writeContents } from "./content-pool.ts";
import type { FileNode, TreeNode } from "./tree.ts";

/** How nodes become files. */
export interface TreeForm {
  file(path: AbsolutePath, node: FileNode): void;
  /** Called when all that is in the directory is written. */
  directory(path: AbsolutePath): void;
  link(path: AbsolutePath): void;
}

/** `path` must not exist yet. */
export const writeTree = (path: AbsolutePath, node: TreeNode, form: TreeForm): void => {
  if (node.type === "file") form.file(path, node);
  else if (node.type === "link") {
    symlink(node.text, path);
    form.link(path);
  } else {
    makeDirectory(path, 0o755);
    for (const [name, child] of node.entries) writeTree(below(path, name), child, form);
    form.directory(path);
  }
};

/** The same piece by piece: gives way after so many files, with nothing in their folders sealed before they are whole. */
export function* writeTreeInSlices(
  path: AbsolutePath,
  node: TreeNode,
  form: TreeForm,
  written = { files: 0 },
): Generator<void> {
  if (node.type !== "directory") {
    writeTree(path, node, form);
    if (++written.files % filesInSlice === 0) yield;
    return;
  }
  makeDirectory(path, 0o755);
  for (const [name, child] of node.entries) yield* writeTreeInSlices(below(path, name), child, form, written);
  form.directory(path);
}

/** A few milliseconds' worth. */
const filesInSlice = 64;

/** As the store has them: nobody may write, the time is 1, equal contents are one file. */
export const sealedForm = (pool: ContentPool): TreeForm => ({
  file: pool.place,
  directory: seal,
  link: (path) => setTimes(path, storeTime),
});

/** As a person has them: 0644 or 0755, each file its own. */
export const plainForm: TreeForm = {
  file: (path, node) => writeContents(path, node, { mode: node.executable ? 0o755 : 0o644 }),
  directory: () => {},
  link: () => {},
};

const seal = (path: AbsolutePath): void => {
  chmod(path, directoryMode);
  setTimes(path, storeTime);
};
