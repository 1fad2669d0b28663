/** What the worker says: stages, answers, failures. */
import type { Problem } from "../../base/errors.ts";
import type { RealiseEvent } from "../../build/realise/events.ts";
import { emptyTree, updateTree } from "../../cli/render/build-tree.ts";
import { homePath } from "../../cli/render/paths.ts";
import {
  type ActivityRow,
  type AnswerTo,
  type Ask,
  type Flip,
  type GenerationDetail,
  type GenerationRow,
  isAction,
  type OptionDetail,
  type OptionRow,
  type PackageDetail,
  type PackageRow,
  type Question,
  type Report,
} from "../work/requests.ts";
import { rebuildTree } from "./files.ts";
import { type Naming, withRows } from "./list.ts";
import { loadDetail, loadView } from "./loading.ts";
import { type Effect, type Job, type Next, type State, type Topic, topics } from "./state.ts";

export const staged = (
  state: State,
  { id, what, now }: { readonly id: number; readonly what: string; readonly now: number },
): State => ({
  ...state,
  now,
  jobs: state.jobs.map((job) =>
    job.id === id ? { ...job, stages: [...job.stages, { what, started: now }] } : job,
  ),
});

export const built = (
  state: State,
  {
    id,
    events,
    now,
  }: { readonly id: number; readonly events: readonly RealiseEvent[]; readonly now: number },
): State => ({
  ...state,
  now,
  jobs: state.jobs.map((job) =>
    job.id === id
      ? {
          ...job,
          builds: events.reduce((tree, event) => updateTree(tree, event, now), job.builds ?? emptyTree),
        }
      : job,
  ),
});

export const answered = (
  state: State,
  { id, answer, now }: { readonly id: number; readonly answer: unknown; readonly now: number },
): Next => {
  const job = jobOf(state, id);
  if (job === undefined) return [state, []];
  const report = isAction(job.ask) ? (answer as Report) : undefined;
  const ended = endJob({ ...state, now }, job, report?.done === false ? "failed" : "done", report?.summary);
  if (report !== undefined) return afterAction(ended, report);
  return loadDetail(takeAnswer(ended, job.ask, answer));
};

/** An answer to a question goes where it is shown. */
const takeAnswer = (state: State, ask: Ask, answer: unknown): Next => {
  switch (ask.question) {
    case "compare":
      return [
        shown(state, `generation ${ask.from} → ${ask.to}`, answer, "they have the same files and programs"),
        [],
      ];
    case "fileDiff":
      return [shown(state, `~/${ask.path}`, answer, "it is as its generation and the configuration say"), []];
    case "updates":
      return [offerUpdates(state, answer as AnswerTo<"updates">), []];
    case "generation":
      return [withDetail(state, "generation", String(ask.number), { value: answer as GenerationDetail }), []];
    case "package":
      return [withDetail(state, "package", ask.name, { value: answer as PackageDetail }), []];
    case "option":
      return [withDetail(state, "option", ask.path, { value: answer as OptionDetail }), []];
    default:
      return [takeTopic(state, ask.question as Topic, answer), []];
  }
};

const offerUpdates = (state: State, updates: AnswerTo<"updates">): State => {
  if (updates.length === 0)
    return {
      ...state,
      notice: { type: "done", text: "all that is locked is the newest that the configuration allows" },
    };
  const details = updates.map(({ reference, from, to }) => `${reference}  ${from ?? "new"} → ${to}`);
  const choices = [{ key: "y", label: "write them to the lock file", ask: { question: "update" } as const }];
  return { ...state, overlay: { type: "question", question: "take these updates?", details, choices } };
};

const shown = (state: State, title: string, answer: unknown, none: string): State => {
  const lines = answer as AnswerTo<"compare">;
  return { ...state, overlay: { type: "text", title, lines: lines.length > 0 ? lines : [none], top: 0 } };
};

const withDetail = <K extends keyof State["details"]>(
  state: State,
  kind: K,
  name: string,
  detail: State["details"][K][string],
): State => ({
  ...state,
  details: { ...state.details, [kind]: { ...state.details[kind], [name]: detail } },
});

const takeTopic = (state: State, topic: Topic, answer: unknown): State => {
  const known = { ...state, topics: { ...state.topics, [topic]: { is: "known" as const } } };
  const as = <Q extends Question>(_: Q) => answer as AnswerTo<Q>;
  switch (topic) {
    case "overview":
      return { ...known, overview: as("overview") };
    case "plan":
      return { ...known, plan: as("plan"), planTop: 0 };
    case "generations":
      return { ...known, generations: withRows(state.generations, as("generations"), generationNaming) };
    case "files":
      return rebuildTree({ ...known, files: as("files") });
    case "packages":
      return { ...known, packages: withRows(state.packages, as("packages"), packageNaming) };
    case "options":
      return { ...known, options: withRows(state.options, as("options"), optionNaming) };
    case "activity":
      return { ...known, activity: withRows(state.activity, as("activity"), activityNaming) };
  }
};

const generationNaming: Naming<GenerationRow> = {
  key: ({ number, why }) => `${number} ${why ?? ""}`,
  name: ({ number }) => String(number),
};
const packageNaming: Naming<PackageRow> = {
  key: ({ name, version, from }) => `${name} ${version ?? ""} ${from}`,
  title: ({ name }) => name,
  name: ({ name, path }) => `${name} ${path ?? ""}`,
};
const optionNaming: Naming<OptionRow> = {
  key: ({ path, description }) => `${path} ${description ?? ""}`,
  title: ({ path }) => path,
  name: ({ path }) => path,
};
const activityNaming: Naming<ActivityRow> = {
  key: ({ why, who, to }) => `${why} ${who} ${to ?? ""}`,
  name: ({ id }) => id,
};

/** Everything may be different now. */
const afterAction = (state: State, report: Report): Next => {
  const notice = { type: report.done ? "done" : "failed", text: report.summary } as const;
  const overlay = report.done
    ? state.overlay
    : ({ type: "text", title: report.summary, lines: report.lines, top: 0 } as const);
  return leaveIfDue(loadView(markOld({ ...state, notice, overlay, marked: undefined })));
};

export const failed = (
  state: State,
  { id, problem, now }: { readonly id: number; readonly problem: Problem; readonly now: number },
): Next => {
  const job = jobOf(state, id);
  if (job === undefined) return [state, []];
  const ended = endJob({ ...state, now }, job, "failed", problem.message);
  const { ask } = job;
  if (ask.question === "generation")
    return [withDetail(ended, "generation", String(ask.number), { problem }), []];
  if (ask.question === "package") return [withDetail(ended, "package", ask.name, { problem }), []];
  if (ask.question === "option") return [withDetail(ended, "option", ask.path, { problem }), []];
  if ((topics as readonly string[]).includes(ask.question))
    return [{ ...ended, topics: { ...ended.topics, [ask.question]: { is: "known", problem } } }, []];
  const again = retryOf(ask, problem);
  const overlay = { type: "problem", problem, top: 0, ...(again && { retry: again }) } as const;
  return leaveIfDue([{ ...markOld(ended), overlay }, []]);
};

/** What a person may agree to after having seen what is in the way. */
const retryOf = (ask: Ask, { code }: Problem) => {
  if (ask.question === "switch" && code === "collision" && !ask.backup)
    return { key: "b", label: "move it to a backup and switch", ask: { ...ask, backup: true } };
  if (ask.question === "adopt" && code === "private-file" && !ask.acceptPrivate)
    return { key: "y", label: "adopt it all the same", ask: { ...ask, acceptPrivate: true } };
  return undefined;
};

/** Told at the foot, since it may happen in any view; and kept for the view of what was done. */
export const flipped = (state: State, flip: Flip): State => ({
  ...state,
  flips: [...state.flips, flip].slice(-mostFlips),
  notice: { type: "done", text: `${flip.why}: ${describeFlip(flip)}` },
});

const mostFlips = 200;

/** `generation 4, ~ ~/.vimrc and 2 more`. */
const describeFlip = ({ to, changed }: Flip): string => {
  const [first, ...others] = changed;
  if (first === undefined) return `generation ${to}`;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return `generation ${to}, ${homePath(first.path)} ${first.change}${more}`;
};

/** A question that a later one overtook: its row may be asked about again. */
export const dropped = (state: State, id: number): State => {
  const job = jobOf(state, id);
  const rest = { ...state, jobs: state.jobs.filter((other) => other.id !== id) };
  if (job === undefined) return rest;
  const { ask } = job;
  if (ask.question === "generation") return withoutDetail(rest, "generation", String(ask.number));
  if (ask.question === "package") return withoutDetail(rest, "package", ask.name);
  if (ask.question === "option") return withoutDetail(rest, "option", ask.path);
  return rest;
};

const withoutDetail = (state: State, kind: keyof State["details"], name: string): State => {
  const { [name]: _, ...others } = state.details[kind];
  return { ...state, details: { ...state.details, [kind]: others } };
};

/** What is known stays on the screen until it is known anew. Options do not change with the home, their values do. */
export const markOld = (state: State): State => ({
  ...state,
  topics: Object.fromEntries(
    Object.entries(state.topics).map(([topic, of]) => [
      topic,
      of.is === "known" && topic !== "options" ? { is: "old" } : of.is === "asked" ? { is: "old" } : of,
    ]),
  ) as State["topics"],
  details: { generation: {}, package: {}, option: {} },
});

const jobOf = (state: State, id: number): Job | undefined => state.jobs.find((job) => job.id === id);

/** Questions leave no trace; what was done stays in the list, the last fifty of it. */
const endJob = (state: State, job: Job, result: "done" | "failed", summary: string | undefined): State => {
  const ended: Job = { ...job, ended: state.now, result, ...(summary !== undefined && { summary }) };
  const jobs = state.jobs.flatMap((other) => (other.id !== job.id ? other : isAction(job.ask) ? ended : []));
  return { ...state, jobs: jobs.slice(-50) };
};

export const isActing = ({ jobs }: State): boolean =>
  jobs.some(({ ask, ended }) => isAction(ask) && ended === undefined);

const leaveIfDue = ([state, effects]: Next): Next =>
  state.leaving && !isActing(state)
    ? [state, [...effects, { do: "quit" } satisfies Effect]]
    : [state, effects];
