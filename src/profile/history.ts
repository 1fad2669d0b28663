/**
 * `<state>/history.jsonl`: one line for each switch, appended when its files are in place; a second line of the same
 * id tells how its activation steps ended. A session of `lares watch` is one entry, with a line for each of its flips until
 * its end. Read leniently: a line cut short by a crash is passed over.
 */
import { type AbsolutePath, below } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { appendFile, readTextIfAny } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export interface HistoryEntry {
  /** Of the switch; its backups are under the same id. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** `user@host`. */
  readonly who: string;
  /** The command in the person's words: `lares switch`. */
  readonly why: string;
  readonly from: GenerationName | null;
  readonly to: GenerationName | null;
  /** Entries of the home by what became of them. */
  readonly changes: Changes;
  /** True where a crash had come between, and the next command brought it to its end. */
  readonly recovered?: boolean;
  readonly steps?: readonly StepOutcome[];
  /** Of `lares watch`: how many generations this one stands for, those before it included. */
  readonly folded?: number;
}

export interface GenerationName {
  readonly number: number;
  readonly path: string;
}

export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly backedUp: number;
}

/** undo: of a step that the generation left has, and the new one has not. */
export type CommandKind = "onChange" | "step" | "undo";

export interface StepOutcome {
  readonly name: string;
  readonly kind: CommandKind;
  readonly result: "done" | "failed" | "not run";
  /** Exit status; 128 + n when ended by signal n. */
  readonly status?: number;
  readonly timedOut?: boolean;
  /** Milliseconds. */
  readonly duration?: number;
  /** What it printed, standard output and error. */
  readonly output?: string;
}

export const readHistory = (places: Places): readonly HistoryEntry[] => {
  const entries = new Map<string, HistoryEntry>();
  for (const line of (readTextIfAny(historyFile(places)) ?? "").split("\n")) {
    const entry = parseLine(line);
    if (entry?.id === undefined) continue;
    const before = entries.get(entry.id);
    if (before !== undefined || entry.time !== undefined)
      entries.set(entry.id, { ...before, ...entry } as HistoryEntry);
  }
  return [...entries.values()];
};

/** Appends the switch, unless a crash came after it had been appended already. */
export const recordSwitch = (places: Places, entry: HistoryEntry): void => {
  if (!hasLine(places, entry.id) || isNewer(places, entry)) appendLine(places, entry);
};

/** A further flip of a session whose earlier ones are in the history. */
const isNewer = (places: Places, { id, folded, to }: HistoryEntry): boolean => {
  if (folded === undefined) return false;
  const before = readHistory(places).find((entry) => entry.id === id);
  return before?.folded !== folded || before.to?.number !== to?.number;
};

/** Leaves one line of all that an id has, once nothing more is to come. */
export const settleEntry = (places: Places, id: string): void => {
  const text = readTextIfAny(historyFile(places)) ?? "";
  const lines = text.split("\n").filter((line) => line !== "");
  const own = new Set(lines.filter((line) => parseLine(line)?.id === id));
  if (own.size < 2) return;
  const last = [...own].at(-1)!;
  const whole = JSON.stringify(readHistory(places).find((entry) => entry.id === id));
  const kept = lines.flatMap((line) => (line === last ? [whole] : own.has(line) ? [] : [line]));
  replaceFile(historyFile(places), `${kept.join("\n")}\n`, { mode: 0o644 });
};

export const recordSteps = (places: Places, id: string, steps: readonly StepOutcome[]): void =>
  appendLine(places, { id, steps });

const hasLine = (places: Places, id: string): boolean =>
  (readTextIfAny(historyFile(places)) ?? "").includes(`{"id":${JSON.stringify(id)},`);

/** A line that a crash cut short gets its end first, so that it spoils nothing but itself. */
const appendLine = (places: Places, line: Partial<HistoryEntry> & { readonly id: string }): void => {
  const file = historyFile(places);
  const before = readTextIfAny(file) ?? "";
  appendFile(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${JSON.stringify(line)}\n`);
};

const parseLine = (line: string): Partial<HistoryEntry> | undefined => {
  try {
    const parsed = JSON.parse(line) as Partial<HistoryEntry> | null;
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const historyFile = (places: Places): AbsolutePath => below(places.stateDir, "history.jsonl");
