/** The home at a glance, line by line: which it is, how it is, and what a switch would do to it. */
import { describeChanges } from "../../cli/render/changes.ts";
import { displayWidth } from "../../cli/render/layout.ts";
import { homePath } from "../../cli/render/paths.ts";
import { ageForPeople, counted, dateForPeople, sizeForPeople } from "../../cli/render/quantities.ts";
import type { RunningWatch } from "../../profile/running-watches.ts";
import { divide, overviewFacts } from "../state/layout.ts";
import type { State } from "../state/state.ts";
import type { ActivityRow, Overview, PendingPlan } from "../work/requests.ts";
import { fact, factWidth, longFact, paragraph } from "./facts.ts";
import { beside, type Line, line, ruleLine, type Span, span, upTo } from "./line.ts";
import { planMarks } from "./marks.ts";
import { problemLines } from "./problem.ts";

/** As many as there are rows between the rules. */
export const overviewLines = (state: State): readonly Line[] => {
  const { content, isWide, listColumns, detailColumns } = divide(state.size);
  if (isWide) {
    const plan = [line(span(planTitle(state), "title")), [], ...planLines(state, detailColumns)];
    return beside(upTo(factLines(state, listColumns), content), upTo(plan, content), {
      left: listColumns,
      right: detailColumns,
    });
  }
  const { columns } = state.size;
  return [
    ...upTo(factLines(state, columns), overviewFacts),
    ruleLine(columns, planTitle(state)),
    ...upTo(planLines(state, columns), content - overviewFacts - 1),
  ];
};

const factLines = (state: State, columns: number): readonly Line[] => {
  const { overview, topics, now } = state;
  if (topics.overview.problem !== undefined) return indented(problemLines(topics.overview.problem, columns));
  if (overview === undefined) return indented([line(span("looking at your home …", "dim"))]);
  const { host, home, config, store, generations, last } = overview;
  return indented([
    [],
    fact("host", span(`${host.user}@${host.name}`, "strong"), span(`  ${host.system}`, "dim")),
    fact("home", shown(home), span(config === undefined ? "" : "  from ", "dim"), config ?? ""),
    ...generationLines(overview, now),
    fact("state", ...verdict(overview)),
    ...driftLines(overview, columns, divide(state.size).isWide),
    fact("last", ...lastActivation(last, now)),
    fact(
      "disk",
      `${sizeForPeople(store.bytes)} in ${counted(store.objects, "object")}, ${counted(generations, "generation")}`,
      span(`  ${sizeForPeople(store.free)} free`, "dim"),
    ),
    ...(overview.backups > 0
      ? [fact("backups", `${counted(overview.backups, "file")}`, span("  lares backups lists them", "dim"))]
      : []),
  ]);
};

const shown = (home: string): string => home;

const indented = (lines: readonly Line[]): readonly Line[] => lines.map((row) => [span("  "), ...row]);

const generationLines = ({ status, since }: Overview, now: number): readonly Line[] => {
  if (status.generation === null)
    return [fact("now at", span("no generation yet", "warn"), span("  s makes the first", "dim"))];
  const age = since === undefined ? "" : `  ${ageForPeople(new Date(since), new Date(now))}`;
  return [
    fact(
      "now at",
      span(`generation ${status.generation.number}`, "strong"),
      `, ${counted(status.entries, "file")}`,
      span(age, "dim"),
    ),
  ];
};

const verdict = ({ status }: Overview): readonly Span[] => {
  const { drift, steps, live, interrupted, generation, watches } = status;
  if (generation === null) return [span("not managed yet", "dim")];
  if (interrupted) return [span("✗ a switch was interrupted", "bad"), span("  the next one ends it", "dim")];
  const parts = [
    ...(drift.length > 0 ? [`${counted(drift.length, "file")} not as wanted`] : []),
    ...(steps.length > 0 ? [`${counted(steps.length, "step")} not done`] : []),
  ];
  const alive = [
    ...(live.length === 0 ? [] : [span(`  ${counted(live.length, "live file")}`, "accent")]),
    ...watches.map(watchSpan),
  ];
  if (parts.length === 0) return [span("✓ all in place", "good"), ...alive];
  return [span(`● ${parts.join(", ")}`, "warn"), ...alive];
};

const watchSpan = ({ since, problem }: RunningWatch): Span =>
  problem === undefined
    ? span(`  watched since ${dateForPeople(new Date(since)).slice(-5)}`, "accent")
    : span("  watch held up by an error", "bad");

/** What is wrong, as far as there is room; the rest is in the view of files. */
const driftLines = (
  { status: { drift, steps } }: Overview,
  columns: number,
  isWide: boolean,
): readonly Line[] => {
  const wrong = [
    ...drift.map(({ path, what }) => wrongLines(homePath(path), what, columns, isWide)),
    ...steps.map(({ name, result }) => wrongLines(`step ${name}`, result, columns, isWide)),
  ];
  const most = isWide ? 8 : 2;
  if (wrong.length <= most) return wrong.flat();
  const more = fact("", span(`… and ${wrong.length - most + 1} more`, "dim"));
  return [...wrong.slice(0, most - 1).flat(), more];
};

/** Why it is stands below it where there is no room beside it, and there is room below. */
const wrongLines = (name: string, what: string, columns: number, isWide: boolean): readonly Line[] =>
  !isWide || factWidth + displayWidth(name) + displayWidth(what) + 4 <= columns
    ? [fact("", span(name), span(`  ${what}`, "dim"))]
    : [fact("", span(name)), ...longFact("", what, columns - 2, "dim")];

const lastActivation = (last: ActivityRow | undefined, now: number): readonly Span[] => {
  if (last === undefined) return [span("none", "dim")];
  const failed = last.steps.filter(({ result }) => result === "failed").length;
  const how = failed > 0 ? span(`✗ ${counted(failed, "step")} failed`, "bad") : span("✓", "good");
  const changes = describeChanges(last.changes);
  return [
    how,
    span(` ${last.why}`),
    span(changes === "" ? "" : `, ${changes}`),
    span(`  ${ageForPeople(new Date(last.time), new Date(now))}`, "dim"),
  ];
};

const planTitle = ({ plan, topics }: State): string => {
  if (topics.plan.problem !== undefined) return "the configuration has an error";
  if (plan === undefined) return "what a switch would do";
  if (plan.collisions.length > 0) return "something is in the way of a switch";
  if (!plan.wouldChange) return "nothing to do";
  return `s would leave ${plan.summary === "" ? "programs, variables or steps changed" : plan.summary}`;
};

const planLines = (state: State, columns: number): readonly Line[] => {
  const { plan, topics, planTop } = state;
  if (topics.plan.problem !== undefined) return indented(problemLines(topics.plan.problem, columns - 4));
  if (plan === undefined) return indented([line(span("evaluating the configuration …", "dim"))]);
  if (!plan.wouldChange && plan.collisions.length === 0)
    return indented([line(span("✓ ", "good"), `your home is as ${plan.config} says`)]);
  return indented([...collisionLines(plan, columns - 2), ...rowLines(plan)].slice(planTop));
};

/** Why stands below the path where there is no room beside it. */
const collisionLines = ({ collisions }: PendingPlan, columns: number): readonly Line[] =>
  collisions.flatMap(({ path, what }) => {
    const shown = homePath(path);
    const head = [span("✗ ", "bad"), span(shown, "bad")];
    if (displayWidth(shown) + displayWidth(what) + 4 <= columns)
      return [line(...head, span(`  ${what}`, "dim"))];
    return [line(...head), ...paragraph(what, columns - 4, "dim").map((row) => line("    ", ...row))];
  });

const rowLines = ({ rows, warnings }: PendingPlan): readonly Line[] => [
  ...rows.map(({ kind, path }) => {
    const { sign, tone, word } = planMarks[kind];
    return line(span(`${sign} `, tone), homePath(path), span(word === "" ? "" : `  ${word}`, "dim"));
  }),
  ...warnings.map((warning) => line(span("● ", "warn"), warning)),
];
