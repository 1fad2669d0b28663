/** What is being done, as a live tree, and what was done to the home before. */
import type { ReactNode } from "react";
import { describeChanges } from "../../cli/render/changes.ts";
import { homePath } from "../../cli/render/paths.ts";
import { counted, dateForPeople } from "../../cli/render/quantities.ts";
import { chosenRow } from "../state/list.ts";
import type { State } from "../state/state.ts";
import { type ActivityRow, isAction } from "../work/requests.ts";
import { fact, timeFact } from "./facts.ts";
import { jobTree } from "./jobs.ts";
import { filled, type Line, line, span } from "./line.ts";
import { changeMarks } from "./marks.ts";
import { type Pane, Panes } from "./panes.tsx";

export const ActivityView = ({ state }: { state: State }): ReactNode => {
  return (
    <Panes
      state={state}
      list={state.activity}
      topic={state.topics.activity}
      heading={line(span("   when              what", "dim"))}
      nothing="nothing was done yet"
      row={rowLine}
      pane={activityPane}
    />
  );
};

export const activityPane: Pane = {
  title: (state) => {
    const chosen = chosenRow(state.activity);
    return chosen === undefined ? [] : line(span(chosen.why, "title"));
  },
  detail: (state, columns, rows) => detailLines(state, chosenRow(state.activity), columns, rows),
};

const rowLine = ({ time, why, from, to, steps, changes }: ActivityRow, columns: number): Line => {
  const failed = steps.some(({ result }) => result === "failed");
  const where = `${from ?? "·"} → ${to ?? "·"}`;
  const about = describeChanges(changes);
  return line(
    failed ? span("✗ ", "bad") : span("✓ ", "good"),
    span(dateForPeople(new Date(time)), "dim"),
    `  ${filled(where, 9)}  `,
    filled(`${why}${about === "" ? "" : `: ${about}`}`, columns - 31),
  );
};

/** What runs comes first; then what the dashboard did itself; then the chosen row. */
const detailLines = (
  state: State,
  row: ActivityRow | undefined,
  columns: number,
  rows: number,
): readonly Line[] => {
  const jobs = state.jobs.filter(({ ask }) => isAction(ask));
  const running = jobs.filter(({ ended }) => ended === undefined);
  const tree = (running.length > 0 ? running : rows >= 12 ? jobs.slice(-3) : []).flatMap((job) =>
    jobTree(job, state, columns),
  );
  return [...tree, ...(tree.length > 0 ? [[]] : []), ...(row === undefined ? [] : historyLines(row, state))];
};

/** A watch is one entry; each of its edits that came while this was open stands here, the newest first. */
const flipLines = ({ id }: ActivityRow, flips: State["flips"]): readonly Line[] =>
  flips
    .filter((flip) => flip.id === id)
    .toReversed()
    .slice(0, mostFlips)
    .map(({ time, changed }, at) =>
      fact(
        at === 0 ? "seen" : "",
        span(`${new Date(time).toTimeString().slice(0, 8)}  `, "dim"),
        ...changed.slice(0, 2).flatMap(({ change, path }) => {
          const { sign, tone } = changeMarks[change];
          return [span(`${sign} `, tone), span(`${homePath(path)}  `)];
        }),
        span(changed.length > 2 ? `and ${changed.length - 2} more` : "", "dim"),
      ),
    );

const mostFlips = 20;

const historyLines = (row: ActivityRow, { now, flips }: State): readonly Line[] => {
  const { who, time, from, to, changes, recovered, steps } = row;
  return [
    timeFact("when", Date.parse(time), now),
    fact("by", who),
    fact("from", from === null ? "no generation" : `generation ${from}`),
    fact("to", to === null ? "no generation" : `generation ${to}`),
    fact("changed", describeChanges(changes) || "no file"),
    ...flipLines(row, flips),
    ...(recovered ? [fact("", span("a crash had interrupted it; the next command ended it", "warn"))] : []),
    ...steps.flatMap(({ name, result, status, output, duration }, at) => [
      fact(
        at === 0 ? counted(steps.length, "step") : "",
        result === "done" ? span("✓ ", "good") : span("✗ ", "bad"),
        name,
        span(
          `  ${result === "failed" ? `failed with status ${status}` : result}${duration === undefined ? "" : `, ${duration} ms`}`,
          "dim",
        ),
      ),
      ...(result === "failed"
        ? (output ?? "")
            .trimEnd()
            .split("\n")
            .map((text) => fact("", span(`  ${text}`)))
        : []),
    ]),
  ];
};
