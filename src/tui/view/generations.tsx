/** The generations, the newest first, and what came with the chosen one. */
import type { ReactNode } from "react";
import { describeChanges } from "../../cli/render/changes.ts";
import { homePath } from "../../cli/render/paths.ts";
import { counted, dateForPeople, sizeForPeople } from "../../cli/render/quantities.ts";
import { chosenRow } from "../state/list.ts";
import type { State } from "../state/state.ts";
import type { GenerationDetail, GenerationRow } from "../work/requests.ts";
import { fact, longFact, timeFact } from "./facts.ts";
import { filled, type Line, line, span } from "./line.ts";
import { changeMarks } from "./marks.ts";
import { type Pane, Panes, pendingDetail } from "./panes.tsx";

export const GenerationsView = ({ state }: { state: State }): ReactNode => {
  return (
    <Panes
      state={state}
      list={state.generations}
      topic={state.topics.generations}
      heading={line(span("     no  made              by what, and what changed", "dim"))}
      nothing="no generation yet: s in the overview makes the first"
      row={(row, columns) => rowLine(state, row, columns)}
      pane={generationsPane}
    />
  );
};

export const generationsPane: Pane = {
  title: (state) => {
    const chosen = chosenRow(state.generations);
    return chosen === undefined ? [] : titleLine(state, chosen);
  },
  detail: (state, columns) => {
    const chosen = chosenRow(state.generations);
    return chosen === undefined ? [] : detailLines(state, chosen, columns);
  },
};

const rowLine = ({ marked }: State, row: GenerationRow, columns: number): Line => {
  const { number, time, current, changes, why = "" } = row;
  const what = describeChanges(changes) || "no file";
  return line(
    span(number === marked ? "◆ " : current ? "● " : "  ", number === marked ? "accent" : "good"),
    span(filled(String(number), 5, "right"), current ? "strong" : "plain"),
    span(`  ${dateForPeople(new Date(time))}`, "dim"),
    span(`  ${filled(why === "" ? what : `${why}: ${what}`, columns - 27)}`),
  );
};

const titleLine = ({ marked }: State, { number, current }: GenerationRow): Line =>
  line(
    span(`generation ${number}`, "title"),
    span(current ? "  current" : "", "good"),
    span(number === marked ? "  marked" : "", "accent"),
  );

const detailLines = (state: State, row: GenerationRow, columns: number): readonly Line[] => {
  const { number, time, why } = row;
  const found = state.details.generation[String(number)];
  return [
    timeFact("made", time, state.now),
    ...(why === undefined ? [] : longFact("by", why, columns)),
    ...(found?.value === undefined ? pendingDetail(found?.problem, columns) : knownLines(found.value)),
  ];
};

const knownLines = ({ files, packages, closure, changed, before }: GenerationDetail): readonly Line[] => [
  fact("holds", `${counted(files, "file")}, ${counted(packages, "package")}`),
  fact("size", `${sizeForPeople(closure)} with all it needs`),
  ...(before === undefined
    ? [fact("since", span("it is the oldest there is", "dim"))]
    : [fact("since", `generation ${before}${changed.length === 0 ? ": no file changed" : ""}`)]),
  ...changed.map(({ change, path }) => {
    const { sign, tone } = changeMarks[change];
    return line(span(`  ${sign} `, tone), homePath(path));
  }),
];
