/** The tree of files: what is open, and what a search leaves of it. */
import { chosenRow, type List, withRows } from "./list.ts";
import type { State } from "./state.ts";
import { flatRows, type TreeRow, treeRows } from "./tree.ts";

/** With a query the tree is flat, so that what is found in closed folders shows too. */
export const rebuildTree = (state: State): State => {
  const { files, closed, tree } = state;
  const rows = tree.query === "" ? treeRows(files, closed) : flatRows(files);
  return { ...state, tree: withRows(tree, rows, { key: keyOf, name: ({ path }) => path }) };
};

const keyOf = (row: TreeRow): string =>
  row.type === "folder" ? row.path : `${row.path} ${row.file.kind} ${row.file.drift ?? ""}`;

/** Opens or closes the chosen folder; of a file, closes the folder that it is in. */
export const folded = (state: State, wish: "open" | "close" | "toggle"): State => {
  const row = chosenRow(state.tree);
  if (row === undefined || state.tree.query !== "") return state;
  if (row.type === "folder" && (wish === "toggle" || row.open === (wish === "close")))
    return rebuildTree({ ...state, closed: toggled(state.closed, row.path) });
  return wish === "close" ? { ...state, tree: atParent(state.tree, row) } : state;
};

const toggled = (closed: ReadonlySet<string>, path: string): ReadonlySet<string> => {
  const next = new Set(closed);
  if (!next.delete(path)) next.add(path);
  return next;
};

const atParent = (tree: List<TreeRow>, row: TreeRow): List<TreeRow> => {
  const above = tree.rows.slice(0, tree.found[tree.cursor]);
  const parent = above.findLastIndex(({ type, depth }) => type === "folder" && depth < row.depth);
  return parent === -1 ? tree : { ...tree, cursor: parent, top: Math.min(tree.top, parent) };
};
