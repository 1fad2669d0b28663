/**
 * A tree kept ready at a temporary place of the store, nearly what the next object will be: `lares watch` has one beside
 * the live generation, so that of a thousand files only the edited one has to be written before the flip.
 *
 * It is an ordinary unfinished object until `LocalStore.install` renames it: protected by the temporary roots of its
 * process, and a leftover for the next collection when that process dies.
 */
import { type AbsolutePath, below } from "../base/paths.ts";
import { removeTree, syncFileSystem, syncPaths } from "../system/durable.ts";
import { chmod, lstat } from "../system/files.ts";
import { createContentPool } from "./content-pool.ts";
import type { LocalStore } from "./store.ts";
import type { DirectoryNode, TreeNode } from "./tree.ts";
import { sealedForm, type TreeForm, writeTree, writeTreeInSlices } from "./write-tree.ts";

export interface SpareTree {
  readonly place: AbsolutePath;
  /** Writes some of the tree that it begins as. True when all of it is there; `become` writes what is missing. */
  advance(): boolean;
  /** Makes the spare hold `next`, by writing what differs, and has it on disk when it returns. */
  become(next: DirectoryNode): Promise<void>;
  /** Removes it, unless it was installed. */
  discard(): void;
}

/** `reclaimed` is where a whole tree of `first` stands already. */
export const createSpareTree = (
  store: LocalStore,
  first: DirectoryNode,
  reclaimed?: AbsolutePath,
): SpareTree => {
  const place = reclaimed ?? store.temporaryPlace();
  const pool = createContentPool(store.directory);
  const sealed = sealedForm(pool);
  const placed: AbsolutePath[] = [];
  const form: TreeForm = {
    ...sealed,
    file: (path, node) => {
      sealed.file(path, node);
      placed.push(path);
    },
  };
  const writing = writeTreeInSlices(place, first, sealed);
  const advance = (): boolean => reclaimed !== undefined || writing.next().done === true;
  let held: DirectoryNode = first;
  return {
    place,
    advance,
    become: async (next) => {
      while (!advance());
      placed.length = 0;
      update(place, held, next, form);
      held = next;
      await syncAll(store.directory, placed);
      pool.publish();
    },
    discard: () => {
      if (lstat(place) !== undefined) removeTree(place);
    },
  };
};

/**
 * The folders' own changes need no sync of their own: the rename of the whole tree, and the flip after it, cannot reach
 * the disk before them on the journaling file systems that homes live on (src/activation/apply.ts relies on the same).
 */
const syncAll = async (storeDir: AbsolutePath, placed: readonly AbsolutePath[]): Promise<void> => {
  if (placed.length > fewFiles) syncFileSystem(storeDir);
  else await syncPaths(placed);
};

/** Up to here a sync of each file costs less than starting sync(1). */
const fewFiles = 24;

const update = (path: AbsolutePath, before: DirectoryNode, after: DirectoryNode, form: TreeForm): void => {
  let isOpen = false;
  const open = (): void => {
    if (!isOpen) chmod(path, 0o755);
    isOpen = true;
  };
  for (const name of before.entries.keys()) {
    if (after.entries.has(name)) continue;
    open();
    removeTree(below(path, name));
  }
  for (const [name, node] of after.entries) {
    const old = before.entries.get(name);
    if (old !== undefined && isSame(old, node)) continue;
    if (old?.type === "directory" && node.type === "directory") {
      update(below(path, name), old, node, form);
      continue;
    }
    open();
    if (old !== undefined) removeTree(below(path, name));
    writeTree(below(path, name), node, form);
  }
  if (isOpen) form.directory(path);
};

const isSame = (a: TreeNode, b: TreeNode): boolean => {
  if (a === b) return true;
  if (a.type === "file") return b.type === "file" && a.hash === b.hash && a.executable === b.executable;
  return a.type === "link" && b.type === "link" && a.text === b.text;
};
