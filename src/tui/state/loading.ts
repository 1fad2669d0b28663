/** Asking the worker for what is shown and not known yet. */
import type { Ask } from "../work/requests.ts";
import { chosenRow } from "./list.ts";
import type { Effect, Job, Next, State, Topic, ViewName } from "./state.ts";

/** Asks for what the view lacks: its lists first, then the details of the row that is chosen. */
export const loadView = (state: State): Next => {
  const lacking = topicsOf[state.view].filter((topic) => ["unasked", "old"].includes(state.topics[topic].is));
  return loadDetail(
    lacking.reduce<Next>(([now, effects], topic) => and(askFor(now, topic), effects), [state, []]),
  );
};

const topicsOf: Readonly<Record<ViewName, readonly Topic[]>> = {
  overview: ["overview", "plan"],
  generations: ["overview", "generations"],
  files: ["overview", "files"],
  packages: ["overview", "packages"],
  options: ["overview", "options"],
  activity: ["overview", "activity"],
};

const askFor = (state: State, topic: Topic): Next =>
  ask({ ...state, topics: { ...state.topics, [topic]: { is: "asked" } } }, { question: topic });

/** What is shown of the chosen row only; asked for once. */
export const loadDetail = ([state, effects]: Next): Next => {
  const wanted = wantedDetail(state);
  if (wanted === undefined) return [state, effects];
  const { kind, name, request } = wanted;
  if (Object.hasOwn(state.details[kind], name)) return [state, effects];
  const details = { ...state.details, [kind]: { ...state.details[kind], [name]: {} } };
  return and(ask({ ...state, details }, request), effects);
};

export interface WantedDetail {
  readonly kind: keyof State["details"];
  readonly name: string;
  readonly request: Ask;
}

export const wantedDetail = (state: State): WantedDetail | undefined => {
  if (state.view === "generations") {
    const number = chosenRow(state.generations)?.number;
    if (number === undefined) return undefined;
    return { kind: "generation", name: String(number), request: { question: "generation", number } };
  }
  if (state.view === "packages") {
    const name = chosenRow(state.packages)?.name;
    return name === undefined ? undefined : { kind: "package", name, request: { question: "package", name } };
  }
  if (state.view === "options") {
    const path = chosenRow(state.options)?.path;
    return path === undefined
      ? undefined
      : { kind: "option", name: path, request: { question: "option", path } };
  }
  return undefined;
};

/** Hands something to the worker and keeps it as a job. */
export const ask = (state: State, request: Ask): Next => {
  const id = state.nextJob;
  const job: Job = { id, ask: request, title: titleOf(request), started: state.now, stages: [] };
  return [{ ...state, nextJob: id + 1, jobs: [...state.jobs, job] }, [{ do: "ask", id, ask: request }]];
};

const and = ([state, effects]: Next, before: readonly Effect[]): Next => [state, [...before, ...effects]];

const titleOf = (request: Ask): string => {
  switch (request.question) {
    case "overview":
      return "looking at the home";
    case "plan":
      return "planning";
    case "generations":
    case "generation":
      return "reading the generations";
    case "files":
      return "looking at the files";
    case "packages":
    case "package":
      return "looking at the packages";
    case "options":
    case "option":
      return "reading the options";
    case "activity":
      return "reading the history";
    case "compare":
      return `comparing generations ${request.from} and ${request.to}`;
    case "fileDiff":
      return `comparing ~/${request.path}`;
    case "updates":
      return "looking for updates";
    case "update":
      return "updating the lock file";
    case "switch":
      return "switching to what the configuration says";
    case "goTo":
      return `switching to generation ${request.number}`;
    case "rollBack":
      return "rolling back";
    case "remove":
      return `deleting ${request.numbers.length === 1 ? "generation" : "generations"} ${request.numbers.join(", ")}`;
    case "live":
      return request.on ? `making ~/${request.path} live` : `capturing ~/${request.path}`;
    case "adopt":
      return `adopting ${request.paths.join(", ")}`;
  }
};
