/** `<state>/steps.json`: the commands of the last switch and how each ended. Absent where there were none. */
import { type AbsolutePath, below } from "../base/paths.ts";
import type { GenerationName, StepOutcome } from "../profile/history.ts";
import { readTextIfAny } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export interface StepsRecord {
  /** Of the switch. */
  readonly id: string;
  readonly steps: readonly RecordedStep[];
}

export interface RecordedStep extends StepOutcome {
  readonly script: string;
  /** The generation that was left. */
  readonly from?: GenerationName | null;
}

/** Undefined where there were none, or where the record is damaged: steps are idempotent, so it decides nothing else. */
export const readStepsRecord = (places: Places): StepsRecord | undefined => {
  const text = readTextIfAny(stepsFile(places));
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text) as StepsRecord | null;
    return typeof record?.id === "string" && Array.isArray(record.steps) ? record : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Those that failed or never ran: the next switch runs them again. */
export const unfinishedSteps = (places: Places): readonly RecordedStep[] =>
  (readStepsRecord(places)?.steps ?? []).filter(({ result }) => result !== "done");

export const stepsFile = (places: Places): AbsolutePath => below(places.stateDir, "steps.json");
