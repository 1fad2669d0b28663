/** What is installed: from where, how large with all it needs, and who asked for it. */
import type { ReactNode } from "react";
import { counted, sizeForPeople } from "../../cli/render/quantities.ts";
import { chosenRow } from "../state/list.ts";
import type { State } from "../state/state.ts";
import type { PackageDetail, PackageRow } from "../work/requests.ts";
import { fact, longFact } from "./facts.ts";
import { filled, type Line, line, span, type Tone } from "./line.ts";
import { type Pane, Panes, pendingDetail } from "./panes.tsx";

export const PackagesView = ({ state }: { state: State }): ReactNode => {
  const missing = state.packages.rows.filter(({ from }) => from === "missing").length;
  const about = missing === 0 ? "" : `, ${missing} not installed`;
  return (
    <Panes
      state={state}
      list={state.packages}
      topic={state.topics.packages}
      heading={line(span(`${counted(state.packages.rows.length, "package")}${about}`, "dim"))}
      nothing="the home has no packages"
      row={rowLine}
      pane={packagesPane}
    />
  );
};

export const packagesPane: Pane = {
  title: (state) => {
    const chosen = chosenRow(state.packages);
    return chosen === undefined ? [] : titleLine(chosen);
  },
  detail: (state, columns) => {
    const chosen = chosenRow(state.packages);
    return chosen === undefined ? [] : detailLines(state, chosen, columns);
  },
};

const rowLine = ({ name, version = "", from, closure }: PackageRow, columns: number): Line => {
  const { sign, word, tone } = origins[from];
  return line(
    filled(name, columns - 37),
    span(`  ${filled(version, 12)}`, "dim"),
    span(`  ${filled(`${sign} ${word}`, 10)}`, tone),
    span(`  ${filled(closure === undefined ? "" : sizeForPeople(closure), 9, "right")}`),
  );
};

const origins: Readonly<Record<PackageRow["from"], { sign: string; word: string; tone: Tone }>> = {
  store: { sign: "✓", word: "store", tone: "good" },
  system: { sign: "○", word: "system", tone: "accent" },
  missing: { sign: "✗", word: "missing", tone: "bad" },
};

const titleLine = ({ name, version }: PackageRow): Line =>
  line(span(name, "title"), span(version === undefined ? "" : `  ${version}`, "dim"));

const detailLines = (state: State, row: PackageRow, columns: number): readonly Line[] => {
  const { name, from, program, path, closure } = row;
  const found = state.details.package[name];
  return [
    ...(from === "missing"
      ? longFact(
          "from",
          `the system has no ${program}: install it with the system's own tools`,
          columns,
          "warn",
        )
      : longFact(from === "store" ? "store" : "system's", path ?? "", columns)),
    ...(closure === undefined ? [] : [fact("size", `${sizeForPeople(closure)} with all it needs`)]),
    ...(found?.value === undefined
      ? pendingDetail(found?.problem, columns)
      : knownLines(found.value, columns)),
  ];
};

const knownLines = ({ why, parts }: PackageDetail, columns: number): readonly Line[] => [
  ...(why.length === 0
    ? [fact("why", span("a module of the configuration needs it", "dim"))]
    : why.flatMap(({ place, option }, at) =>
        longFact(at === 0 ? "why" : "", `${option} at ${place}`, columns),
      )),
  ...parts.map(({ name, size }, at) =>
    fact(at === 0 ? "needs" : "", span(filled(sizeForPeople(size), 9, "right")), `  ${name}`),
  ),
];
