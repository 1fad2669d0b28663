/** A list with what is known of its chosen row: side by side where there is room, else one below the other. */
import { Box } from "ink";
import type { ReactNode } from "react";
import type { Problem } from "../../base/errors.ts";
import { grouped } from "../../cli/render/quantities.ts";
import { divide } from "../state/layout.ts";
import { type List, shownRows, windowTop } from "../state/list.ts";
import type { State, TopicState } from "../state/state.ts";
import { type Line, line, span } from "./line.ts";
import { Divider, Lines, LineView, Rule } from "./lines.tsx";
import { problemLines } from "./problem.ts";

export interface PanesProps<T> {
  readonly state: State;
  readonly list: List<T>;
  readonly topic: TopicState;
  /** What the rows are: `option`, for the heading and where there are none. */
  readonly heading: Line;
  readonly nothing: string;
  readonly row: (row: T, columns: number) => Line;
  readonly pane: Pane;
}

/** What is shown of the chosen row. */
export interface Pane {
  /** What it is called. */
  readonly title: (state: State) => Line;
  readonly detail: (state: State, columns: number, rows: number) => readonly Line[];
}

export const Panes = <T,>(props: PanesProps<T>): ReactNode => {
  const { state, list, topic, pane: about } = props;
  const title = about.title(state);
  const { content, isWide, listColumns, detailColumns, detail: rows } = divide(state.size);
  const shown =
    topic.problem === undefined
      ? about.detail(state, detailColumns, isWide ? rows - 2 : rows)
      : problemLines(topic.problem, detailColumns);
  const pane = <ListPane {...props} />;
  if (isWide)
    return (
      <Box height={content}>
        {pane}
        <Divider rows={content} />
        <Lines lines={[title, [], ...shown]} columns={detailColumns} rows={rows} />
      </Box>
    );
  const heading = list.found.length === 0 ? "" : title.map(({ text }) => text).join("");
  return (
    <Box flexDirection="column" height={content}>
      {pane}
      <Rule columns={listColumns} title={heading} />
      <Lines lines={shown.map((row) => [span(" "), ...row])} columns={listColumns} rows={rows} />
    </Box>
  );
};

const ListPane = <T,>({ state, list, topic, heading, nothing, row }: PanesProps<T>): ReactNode => {
  const { list: height, listColumns } = divide(state.size);
  const columns = listColumns;
  const rows = shownRows(list, height).map((shown) => row(shown, columns - 2));
  const chosen = list.cursor - windowTop(list, height);
  const lines =
    rows.length > 0
      ? rows.map((cells, at): Line => [span(at === chosen ? "▌ " : "  "), ...cells])
      : [line(span(`  ${emptyText(list, topic, nothing)}`, "dim"))];
  return (
    <Box flexDirection="column" width={columns} height={height + 1}>
      <Heading state={state} list={list} heading={heading} columns={columns} />
      <Lines lines={lines} columns={columns} rows={height} chosen={rows.length > 0 ? chosen : undefined} />
    </Box>
  );
};

const emptyText = (list: List<unknown>, { is, problem }: TopicState, nothing: string): string => {
  if (problem !== undefined) return "it could not be read";
  if (is === "unasked" || (is === "asked" && list.rows.length === 0)) return "looking …";
  return list.rows.length > 0 ? `nothing has ${list.query}` : nothing;
};

/** What the columns are; while there is a query, that, with how many rows have it. */
const Heading = ({
  state,
  list,
  heading,
  columns,
}: {
  state: State;
  list: List<unknown>;
  heading: Line;
  columns: number;
}): ReactNode => {
  if (!state.searching && list.query === "")
    return <LineView line={[span("  "), ...heading]} columns={columns} />;
  const count = `${grouped(list.found.length)} of ${grouped(list.rows.length)}`;
  const query = line(
    span("/ ", "accent"),
    span(list.query, "strong"),
    span(state.searching ? "▌" : "", "accent"),
    span(`  ${count}`, "dim"),
  );
  return <LineView line={query} columns={columns} />;
};

/** What stands for a detail that is not there yet, or that could not be read. */
export const pendingDetail = (problem: Problem | undefined, columns: number): readonly Line[] =>
  problem === undefined ? [line(span("…", "dim"))] : problemLines(problem, columns);
