/** All options, with documentation, value and definitions of the chosen one. */
import type { ReactNode } from "react";
import { counted } from "../../cli/render/quantities.ts";
import { chosenRow } from "../state/list.ts";
import type { State } from "../state/state.ts";
import type { OptionDetail, OptionRow } from "../work/requests.ts";
import { clipped, fact, longFact, paragraph } from "./facts.ts";
import { filled, type Line, line, span } from "./line.ts";
import { type Pane, Panes, pendingDetail } from "./panes.tsx";

export const OptionsView = ({ state }: { state: State }): ReactNode => {
  return (
    <Panes
      state={state}
      list={state.options}
      topic={state.topics.options}
      heading={line(span(`${counted(state.options.rows.length, "option")}, / searches`, "dim"))}
      nothing="there are no options"
      row={rowLine}
      pane={optionsPane}
    />
  );
};

export const optionsPane: Pane = {
  title: (state) => {
    const chosen = chosenRow(state.options);
    return chosen === undefined ? [] : line(span(chosen.path, "title"));
  },
  detail: (state, columns, rows) => {
    const chosen = chosenRow(state.options);
    return chosen === undefined ? [] : detailLines(state, chosen, columns, rows);
  },
};

const rowLine = ({ path, description, type }: OptionRow, columns: number): Line => {
  const width = Math.min(columns, Math.max(24, Math.floor(columns * 0.5)));
  const about = (description ?? type).split("\n")[0]!;
  return line(filled(path, width), span(`  ${filled(about, columns - width - 2)}`, "dim"));
};

/** Where there is little room the value comes before the documentation. */
const detailLines = (state: State, row: OptionRow, columns: number, rows: number): readonly Line[] => {
  const found = state.details.option[row.path];
  const value =
    found?.value === undefined
      ? [fact("value", ...(pendingDetail(found?.problem, columns - 10)[0] ?? []))]
      : valueLines(found.value, columns, rows);
  const about = row.description === undefined ? [] : paragraph(row.description, columns);
  const facts = [
    ...clipped(longFact("type", row.type, columns), rows < 12 ? 2 : 6),
    ...(row.default === undefined ? [] : clipped(longFact("default", row.default, columns), 4)),
    ...(row.example === undefined || rows < 12 ? [] : clipped(longFact("example", row.example, columns), 4)),
  ];
  return rows < 12
    ? [...value, ...facts, ...about]
    : [...about, ...(about.length > 0 ? [[]] : []), ...facts, ...value];
};

const valueLines = (
  { valueText, error, definitions }: OptionDetail,
  columns: number,
  rows: number,
): readonly Line[] => [
  ...(error !== undefined
    ? longFact("value", error, columns, "warn")
    : valueText === ""
      ? []
      : clipped(longFact("value", valueText, columns, "good"), Number.isFinite(rows) ? 8 : rows)),
  ...definitions.map(({ place, valueText: text, priority, prevails }, at) =>
    fact(
      at === 0 ? "set by" : "",
      prevails ? span("✓ ", "good") : span("✗ ", "dim"),
      place,
      span(`  ${text.replaceAll("\n", " ")}`, "dim"),
      span(prevails && priority === 100 ? "" : `  priority ${priority}`, "dim"),
    ),
  ),
  ...(definitions.length === 0 && error === undefined ? [fact("set by", span("nothing", "dim"))] : []),
];
