/** Files as a tree: folders that can be closed, each with the number of files below and whether any has drifted. */
import type { FileRow } from "../work/requests.ts";

export type TreeRow = FolderRow | LeafRow;

export interface FolderRow {
  readonly type: "folder";
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly open: boolean;
  readonly files: number;
  /** How many of them are not as they should be. */
  readonly drifted: number;
}

export interface LeafRow {
  readonly type: "file";
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly file: FileRow;
}

/** Folders first, then files, each by name. A folder that holds nothing but one folder is one row with it. */
export const treeRows = (files: readonly FileRow[], closed: ReadonlySet<string>): readonly TreeRow[] => {
  const rows: TreeRow[] = [];
  walk(folderOf(files), 0, closed, rows);
  return rows;
};

/** The same files in one flat list, by their whole paths: what a search shows. */
export const flatRows = (files: readonly FileRow[]): readonly TreeRow[] =>
  files.map((file) => ({ type: "file", path: file.path, name: file.path, depth: 0, file }));

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { readonly name: string; readonly file: FileRow }[];
  count: number;
  drifted: number;
}

const newFolder = (): Folder => ({ folders: new Map(), files: [], count: 0, drifted: 0 });

const folderOf = (files: readonly FileRow[]): Folder => {
  const root = newFolder();
  for (const file of files) {
    const names = file.path.split("/");
    const name = names.pop()!;
    let folder = root;
    count(folder, file);
    for (const step of names) {
      const next = folder.folders.get(step) ?? newFolder();
      folder.folders.set(step, next);
      folder = next;
      count(folder, file);
    }
    folder.files.push({ name, file });
  }
  return root;
};

const count = (folder: Folder, file: FileRow): void => {
  folder.count += 1;
  if (file.drift !== undefined) folder.drifted += 1;
};

const walk = (
  folder: Folder,
  depth: number,
  closed: ReadonlySet<string>,
  rows: TreeRow[],
  above = "",
): void => {
  for (const [first, child] of [...folder.folders].sort(byName)) {
    const { name, inner } = joined(first, child);
    const path = above + name;
    const open = !closed.has(path);
    rows.push({ type: "folder", path, name, depth, open, files: inner.count, drifted: inner.drifted });
    if (open) walk(inner, depth + 1, closed, rows, `${path}/`);
  }
  for (const { name, file } of folder.files.sort((a, b) => (a.name < b.name ? -1 : 1)))
    rows.push({ type: "file", path: file.path, name, depth, file });
};

const byName = ([a]: readonly [string, Folder], [b]: readonly [string, Folder]): number => (a < b ? -1 : 1);

const joined = (name: string, folder: Folder): { readonly name: string; readonly inner: Folder } => {
  const [only, another] = folder.folders;
  if (only === undefined || another !== undefined || folder.files.length > 0) return { name, inner: folder };
  return joined(`${name}/${only[0]}`, only[1]);
};
