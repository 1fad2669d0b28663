/** What the screen asks of the worker, and what it gets. All of it is plain data that crosses a process boundary. */
import type { Drift, StatusReport } from "../../activation/status.ts";
import type { Problem } from "../../base/errors.ts";
import type { RealiseEvent } from "../../build/realise/events.ts";
import type { RowKind } from "../../cli/render/plan.ts";
import type { OptionReport } from "../../pipeline/option-report.ts";
import type { Changes, GenerationName, StepOutcome } from "../../profile/history.ts";
import type { ManifestEntry } from "../../profile/manifest.ts";

/** Question → what is asked with it, and the answer. */
export interface Questions {
  readonly overview: { readonly ask: object; readonly answer: Overview };
  readonly plan: { readonly ask: object; readonly answer: PendingPlan };
  readonly generations: { readonly ask: object; readonly answer: readonly GenerationRow[] };
  readonly files: { readonly ask: object; readonly answer: readonly FileRow[] };
  readonly packages: { readonly ask: object; readonly answer: readonly PackageRow[] };
  readonly options: { readonly ask: object; readonly answer: readonly OptionRow[] };
  readonly activity: { readonly ask: object; readonly answer: readonly ActivityRow[] };
  readonly generation: { readonly ask: { readonly number: number }; readonly answer: GenerationDetail };
  readonly package: { readonly ask: { readonly name: string }; readonly answer: PackageDetail };
  readonly option: { readonly ask: { readonly path: string }; readonly answer: OptionDetail };
  readonly compare: {
    readonly ask: { readonly from: number; readonly to: number };
    readonly answer: readonly string[];
  };
  readonly fileDiff: { readonly ask: { readonly path: string }; readonly answer: readonly string[] };
  readonly updates: { readonly ask: object; readonly answer: readonly PackageUpdate[] };
  readonly update: { readonly ask: object; readonly answer: Report };
  readonly switch: { readonly ask: { readonly backup: boolean }; readonly answer: Report };
  readonly goTo: { readonly ask: { readonly number: number }; readonly answer: Report };
  readonly rollBack: { readonly ask: object; readonly answer: Report };
  readonly remove: { readonly ask: { readonly numbers: readonly number[] }; readonly answer: Report };
  readonly live: { readonly ask: { readonly path: string; readonly on: boolean }; readonly answer: Report };
  readonly adopt: {
    readonly ask: { readonly paths: readonly string[]; readonly acceptPrivate: boolean };
    readonly answer: Report;
  };
}

export type Question = keyof Questions;
export type Ask<Q extends Question = Question> = {
  [K in Q]: { readonly question: K } & Questions[K]["ask"];
}[Q];
export type AnswerTo<Q extends Question> = Questions[Q]["answer"];

/** What a worker is sent. */
export interface Order {
  readonly id: number;
  readonly ask: Ask;
}

/** What comes back: stages while it works, then one of the others. A dropped order was overtaken by a later one. */
export type Reply =
  | { readonly id: number; readonly type: "stage"; readonly what: string }
  /** What builds and downloads did since the last of these. */
  | { readonly id: number; readonly type: "builds"; readonly events: readonly RealiseEvent[] }
  | { readonly id: number; readonly type: "answer"; readonly answer: unknown }
  | { readonly id: number; readonly type: "failed"; readonly problem: Problem }
  | { readonly id: number; readonly type: "dropped" }
  /** Something in the home changed by another hand. */
  | { readonly type: "changed" }
  /** Another command, or a watch, went to another generation. */
  | { readonly type: "flipped"; readonly flip: Flip };

export interface Flip {
  /** Of the entry in the history. */
  readonly id: string;
  /** The command. */
  readonly why: string;
  /** When it was seen; milliseconds since the epoch. */
  readonly time: number;
  readonly to: number;
  readonly changed: readonly {
    readonly change: "added" | "changed" | "removed";
    readonly path: string;
  }[];
}

/** Orders that change something: never dropped, and waited for before the dashboard ends. */
export const isAction = ({ question }: Ask): boolean =>
  ["switch", "goTo", "rollBack", "remove", "adopt", "update", "live"].includes(question);

export interface Overview {
  readonly host: { readonly name: string; readonly user: string; readonly system: string };
  readonly home: string;
  /** The configuration; absent where there is none. */
  readonly config?: string;
  readonly status: StatusReport;
  /** When the current generation became so; ISO 8601. */
  readonly since?: string;
  readonly generations: number;
  readonly last?: ActivityRow;
  /** Bytes and number of the store's objects, and bytes free on its disk. */
  readonly store: { readonly bytes: number; readonly objects: number; readonly free: number };
  readonly backups: number;
}

export interface PendingPlan {
  readonly config: string;
  readonly wouldChange: boolean;
  readonly summary: string;
  readonly rows: readonly { readonly kind: RowKind; readonly path: string }[];
  readonly collisions: readonly {
    readonly path: string;
    readonly what: string;
    readonly canBackUp: boolean;
  }[];
  readonly warnings: readonly string[];
}

export interface GenerationRow {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly current: boolean;
  readonly changes?: Changes;
  /** The command that made it. */
  readonly why?: string;
}

export interface GenerationDetail {
  readonly files: number;
  readonly packages: number;
  /** Bytes of the generation and all that it needs. */
  readonly closure: number;
  /** Against the generation before it. */
  readonly changed: readonly { readonly change: "added" | "changed" | "removed"; readonly path: string }[];
  readonly before?: number;
}

export interface FileRow {
  readonly path: string;
  readonly kind: ManifestEntry["kind"];
  readonly drift?: Drift["kind"];
  /** What is wrong. */
  readonly what?: string;
  readonly option: string;
  /** `~/config/home.config.ts:9:11`. */
  readonly place?: string;
  /** Of a live file, the working file. */
  readonly source?: string;
  /** A link of the generation that leads to its working file for now. */
  readonly live?: boolean;
}

export interface PackageRow {
  readonly name: string;
  readonly version?: string;
  /** Where it comes from: the store, or the system's own programs. */
  readonly from: "store" | "system" | "missing";
  readonly program: string;
  /** The program, or the object in the store. */
  readonly path?: string;
  /** Bytes of it and all that it needs; of what is in the store. */
  readonly closure?: number;
}

export interface PackageDetail {
  /** Where it was asked for. */
  readonly why: readonly { readonly place: string; readonly option: string }[];
  /** What its closure is made of, the largest first. */
  readonly parts: readonly { readonly name: string; readonly size: number }[];
}

/** A newer version that the configuration allows. */
export interface PackageUpdate {
  readonly reference: string;
  readonly from: string | null;
  readonly to: string;
}

export interface OptionRow {
  readonly path: string;
  readonly type: string;
  readonly description?: string;
  readonly default?: string;
  readonly example?: string;
}

export interface OptionDetail extends Pick<OptionReport, "valueText" | "error"> {
  readonly definitions: readonly {
    readonly place: string;
    readonly valueText: string;
    readonly priority: number;
    readonly prevails: boolean;
  }[];
}

export interface ActivityRow {
  readonly id: string;
  readonly time: string;
  readonly who: string;
  readonly why: string;
  readonly from: GenerationName["number"] | null;
  readonly to: GenerationName["number"] | null;
  readonly changes: Changes;
  readonly recovered: boolean;
  readonly steps: readonly StepOutcome[];
}

/** How an action ended: the lines that its command would print, the summary last. */
export interface Report {
  readonly done: boolean;
  readonly summary: string;
  readonly lines: readonly string[];
}
