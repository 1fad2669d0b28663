/** All that the dashboard knows and shows, as plain data. */
import type { Problem } from "../../base/errors.ts";
import type { RealiseEvent } from "../../build/realise/events.ts";
import type { BuildTree } from "../../cli/render/build-tree.ts";
import type {
  ActivityRow,
  Ask,
  FileRow,
  Flip,
  GenerationDetail,
  GenerationRow,
  OptionDetail,
  OptionRow,
  Overview,
  PackageDetail,
  PackageRow,
  PendingPlan,
  Report,
} from "../work/requests.ts";
import { emptyList, type List } from "./list.ts";
import type { TreeRow } from "./tree.ts";

export const viewNames = ["overview", "generations", "files", "packages", "options", "activity"] as const;
export type ViewName = (typeof viewNames)[number];

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface State {
  readonly size: Size;
  /** Milliseconds since the epoch; what ages are counted from. */
  readonly now: number;
  /** Counts up while something is being waited for. */
  readonly beat: number;
  readonly view: ViewName;
  /** Whether what is typed goes into the search of the view's list. */
  readonly searching: boolean;
  readonly overlay: Overlay | undefined;
  /** The last thing that was done, or that went wrong; until the next key. */
  readonly notice: Notice | undefined;
  readonly jobs: readonly Job[];
  readonly nextJob: number;
  /** Wants to end as soon as what changes the home is done. */
  readonly leaving: boolean;
  readonly topics: Readonly<Record<Topic, TopicState>>;
  readonly overview: Overview | undefined;
  readonly plan: PendingPlan | undefined;
  readonly planTop: number;
  readonly generations: List<GenerationRow>;
  /** The generation that others are compared with. */
  readonly marked: number | undefined;
  /** All of them; `tree` is what is shown. */
  readonly files: readonly FileRow[];
  readonly closed: ReadonlySet<string>;
  readonly tree: List<TreeRow>;
  readonly packages: List<PackageRow>;
  readonly options: List<OptionRow>;
  readonly activity: List<ActivityRow>;
  /** What other commands did while the dashboard was open. */
  readonly flips: readonly Flip[];
  readonly details: {
    readonly generation: Details<GenerationDetail>;
    readonly package: Details<PackageDetail>;
    readonly option: Details<OptionDetail>;
  };
}

/** What a view loads as a whole. */
export const topics = [
  "overview",
  "plan",
  "generations",
  "files",
  "packages",
  "options",
  "activity",
] as const;
export type Topic = (typeof topics)[number];

export interface TopicState {
  /** old: shown, but to be asked for again when its view is. */
  readonly is: "unasked" | "asked" | "known" | "old";
  readonly problem?: Problem;
}

/** What is shown beside a list of the row that is chosen, by that row's name. */
export type Details<T> = Readonly<Record<string, Detail<T>>>;
export interface Detail<T> {
  readonly value?: T;
  readonly problem?: Problem;
}

/** Something the worker was asked for. */
export interface Job {
  readonly id: number;
  readonly ask: Ask;
  readonly title: string;
  readonly started: number;
  readonly ended?: number;
  readonly stages: readonly Stage[];
  /** What it builds and downloads. */
  readonly builds?: BuildTree;
  readonly result?: "done" | "failed";
  readonly summary?: string;
}

export interface Stage {
  readonly what: string;
  readonly started: number;
}

export type Notice =
  | { readonly type: "done"; readonly text: string }
  | { readonly type: "failed"; readonly text: string };

export type Overlay =
  | { readonly type: "help"; readonly top: number }
  /** All that is known of the chosen row. */
  | { readonly type: "detail"; readonly top: number }
  | { readonly type: "text"; readonly title: string; readonly lines: readonly string[]; readonly top: number }
  | { readonly type: "problem"; readonly problem: Problem; readonly top: number; readonly retry?: Choice }
  | {
      readonly type: "question";
      readonly question: string;
      readonly details: readonly string[];
      readonly choices: readonly Choice[];
    }
  | { readonly type: "input"; readonly prompt: string; readonly text: string };

/** One answer to a question: its key, what it means, and what is asked of the worker then. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly ask: Ask;
}

export type Effect =
  | { readonly do: "ask"; readonly id: number; readonly ask: Ask }
  | { readonly do: "quit" }
  | { readonly do: "suspend" }
  | { readonly do: "redraw" };

export type Message =
  | { readonly type: "started" }
  | { readonly type: "key"; readonly key: string }
  /** Typed faster than it was read. */
  | { readonly type: "typed"; readonly text: string }
  | { readonly type: "pasted"; readonly text: string }
  | { readonly type: "resized"; readonly size: Size }
  | { readonly type: "beat"; readonly now: number }
  | { readonly type: "stage"; readonly id: number; readonly what: string; readonly now: number }
  | {
      readonly type: "builds";
      readonly id: number;
      readonly events: readonly RealiseEvent[];
      readonly now: number;
    }
  | { readonly type: "answer"; readonly id: number; readonly answer: unknown; readonly now: number }
  | { readonly type: "failed"; readonly id: number; readonly problem: Problem; readonly now: number }
  | { readonly type: "dropped"; readonly id: number }
  | { readonly type: "changed" }
  | { readonly type: "flipped"; readonly flip: Flip };

export type Next = readonly [state: State, effects: readonly Effect[]];

export type { Report };

export const initialState = (size: Size, now: number): State => ({
  size,
  now,
  beat: 0,
  view: "overview",
  searching: false,
  overlay: undefined,
  notice: undefined,
  jobs: [],
  nextJob: 1,
  leaving: false,
  topics: Object.fromEntries(topics.map((topic) => [topic, { is: "unasked" }])) as State["topics"],
  overview: undefined,
  plan: undefined,
  planTop: 0,
  generations: emptyList,
  marked: undefined,
  files: [],
  closed: new Set(),
  tree: emptyList,
  packages: emptyList,
  options: emptyList,
  activity: emptyList,
  flips: [],
  details: { generation: {}, package: {}, option: {} },
});
