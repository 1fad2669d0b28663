/** The managed files as a tree, each with its state, and where the chosen one comes from. */
import type { ReactNode } from "react";
import { counted } from "../../cli/render/quantities.ts";
import { chosenRow } from "../state/list.ts";
import type { State } from "../state/state.ts";
import type { FolderRow, LeafRow, TreeRow } from "../state/tree.ts";
import { fact, longFact } from "./facts.ts";
import { filled, type Line, line, shortenPath, span } from "./line.ts";
import { fileMark } from "./marks.ts";
import { type Pane, Panes } from "./panes.tsx";

export const FilesView = ({ state }: { state: State }): ReactNode => {
  const drifted = state.files.filter(({ drift }) => drift !== undefined).length;
  const about = drifted === 0 ? "all in place" : `${drifted} not as wanted`;
  return (
    <Panes
      state={state}
      list={state.tree}
      topic={state.topics.files}
      heading={line(span(`${counted(state.files.length, "file")}, ${about}`, "dim"))}
      nothing="no file is managed yet"
      row={rowLine}
      pane={filesPane}
    />
  );
};

/** Columns of the kind and of the state. */
const [kindWidth, stateWidth] = [6, 11];

export const filesPane: Pane = {
  title: (state) => {
    const chosen = chosenRow(state.tree);
    return chosen === undefined
      ? []
      : chosen === undefined
        ? []
        : line(span(`~/${chosen.path}${chosen.type === "folder" ? "/" : ""}`, "title"));
  },
  detail: (state, columns) => {
    const chosen = chosenRow(state.tree);
    return chosen === undefined ? [] : detailLines(chosen, columns);
  },
};

const rowLine = (row: TreeRow, columns: number): Line => {
  const indent = "  ".repeat(row.depth);
  const room = columns - kindWidth - stateWidth - 2;
  if (row.type === "folder") return folderLine(row, indent, room);
  const { sign, tone, word } = fileMark(row.file);
  const name = shortenPath(row.name, room - indent.length - 2);
  return line(
    filled(`${indent}  ${name}`, room),
    span(`  ${filled(row.file.kind, kindWidth)}`, "dim"),
    span(filled(`${sign} ${word}`, stateWidth), tone),
  );
};

const folderLine = ({ name, open, files, drifted }: FolderRow, indent: string, room: number): Line =>
  line(
    span(filled(`${indent}${open ? "▾" : "▸"} ${name}/`, room), "accent"),
    span(`  ${filled(open ? "" : String(files), kindWidth)}`, "dim"),
    span(drifted > 0 && !open ? `● ${drifted}` : "", "warn"),
  );

const detailLines = (row: TreeRow, columns: number): readonly Line[] =>
  row.type === "folder" ? folderDetail(row) : fileDetail(row, columns);

const folderDetail = ({ files, drifted }: FolderRow): readonly Line[] => [
  fact("holds", counted(files, "file")),
  fact("state", drifted === 0 ? span("✓ all in place", "good") : span(`● ${drifted} not as wanted`, "warn")),
];

const fileDetail = ({ file }: LeafRow, columns: number): readonly Line[] => {
  const { kind, what, option, place, source } = file;
  const { sign, tone, word } = fileMark(file);
  return [
    fact("state", span(`${sign} ${word}`, tone), span(what === undefined ? "" : `  ${what}`, "dim")),
    fact("kind", kinds[kind]),
    ...(source === undefined ? [] : longFact("source", source, columns)),
    ...longFact("set by", option, columns),
    ...(place === undefined ? [] : longFact("at", place, columns)),
  ];
};

const kinds = {
  link: "a link into the generation",
  copy: "a copy, which programs may edit",
  live: "a link to the working file",
};
