/** A plan made real: collisions refused, check steps, journal, files, flip, history, and then the commands. */
import { hostname, userInfo } from "node:os";
import { errnoOf, LaresError } from "../base/errors.ts";
import type { ActivationStep } from "../home/description.ts";
import { currentGeneration, generationLink, profileText } from "../profile/generations.ts";
import { type Changes, type GenerationName, recordSteps, type StepOutcome } from "../profile/history.ts";
import { generationRoot, rootsFolder } from "../profile/roots.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { applyJournal } from "./apply.ts";
import { collisionError } from "./collision.ts";
import type { Note } from "./draft.ts";
import { type Command, type Journal, journalVersion, prepareState } from "./journal.ts";
import type { Operation } from "./operation.ts";
import type { Plan } from "./plan.ts";
import { finish } from "./recover.ts";
import { runStep, type StepContext } from "./run-step.ts";
import { holdingSignals } from "./signals.ts";
import { type RecordedStep, readStepsRecord } from "./steps-record.ts";
import { writeStepsRecord } from "./write-steps-record.ts";

/** One way of the profile: from a generation to another, from or to none. */
export interface Passage {
  readonly places: Places;
  readonly from: GenerationName | null;
  readonly to: GenerationName | null;
  readonly why: string;
  /** Where `lares watch` makes it: the history and the list of generations have one entry for all of its passages. */
  readonly session?: SessionPassage;
}

export interface SessionPassage {
  /** Of its entry in the history. */
  readonly id: string;
  /** What was active before the first passage of the session. */
  readonly start: GenerationName | null;
  readonly folded: number;
  /** Since the start; of this passage alone where absent. */
  readonly changes?: Changes;
  /** The session's own generation that is left for good: its number is free again once this passage is done. */
  readonly drop?: GenerationName;
}

/** Refuses collisions before anything is written. Gives what was left alone. */
export const carryOut = async (
  passage: Passage,
  plan: Plan,
  commands: readonly Command[],
): Promise<readonly Note[]> => {
  if (plan.collisions.length > 0) throw collisionError(plan.collisions);
  const { places } = passage;
  const notes: Note[] = [];
  const journal = journalOf(passage, plan, commands);
  await holdingSignals(() => {
    prepareState(places);
    if (passage.to !== null) files.makeDirectories(rootsFolder(places));
    applyJournal(places, journal, (path, what) => notes.push({ path, what }));
    finish(places, journal, false);
  });
  return notes;
};

const journalOf = (
  { places, from, to, why, session }: Passage,
  plan: Plan,
  commands: readonly Command[],
): Journal => ({
  version: journalVersion,
  before: [...(to === null ? [] : generationOperations(places, to)), ...plan.before],
  flip: flipOf(places, from, to),
  after: [...plan.after, ...(session?.drop === undefined ? [] : forgetting(places, session.drop))],
  entry: {
    id: session?.id ?? plan.id,
    time: new Date().toISOString(),
    who: whoAmI(),
    why,
    from: session === undefined ? from : session.start,
    to,
    changes: session?.changes ?? countChanges(plan),
    ...(session !== undefined && { folded: session.folded }),
  },
  commands,
});

const flipOf = (places: Places, from: GenerationName | null, to: GenerationName | null): Journal["flip"] =>
  from?.number === to?.number
    ? null
    : {
        do: "flip",
        path: places.profile,
        text: to === null ? null : profileText(places, to.number),
        was: from === null ? null : profileText(places, from.number),
      };

/** The generation's link and its gc root; both are there already when the switch goes to an old one. */
const generationOperations = (places: Places, { number, path }: GenerationName): readonly Operation[] => {
  const link = generationLink(places, number);
  const root = generationRoot(places, number);
  const operations: Operation[] = [];
  if (files.readlink(link) !== path) operations.push({ do: "link", path: link, text: path });
  if (files.readlink(root) !== link) operations.push({ do: "link", path: root, text: link });
  return operations;
};

const forgetting = (places: Places, { number }: GenerationName): readonly Operation[] => [
  { do: "drop", path: generationLink(places, number) },
  { do: "drop", path: generationRoot(places, number) },
];

export const countChanges = ({ changes, backups }: Pick<Plan, "changes" | "backups">): Changes => {
  const count = (change: "added" | "changed" | "removed") =>
    changes.filter((each) => each.change === change).length;
  return {
    added: count("added"),
    changed: count("changed"),
    removed: count("removed"),
    backedUp: backups.filter(({ reason }) => reason !== "adopted").length,
  };
};

const whoAmI = (): string => `${userName()}@${hostname()}`;

/** A user whom no list of users knows, as in containers, has a number only; node throws then. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch (error) {
    if (errnoOf(error) !== "ERR_SYSTEM_ERROR") throw error;
    return process.env.USER ?? String(process.getuid?.());
  }
};

/** Runs the check steps; throws `check-failed` when one fails, with what it printed. */
export const runChecks = (steps: readonly ActivationStep[], context: StepContext): void => {
  for (const { name, script, phase } of steps) {
    if (phase !== "check") continue;
    const outcome = runStep({ name, kind: "step", script }, context);
    if (outcome.result === "done") continue;
    throw new LaresError({
      code: "check-failed",
      message: `the check ${JSON.stringify(name)} ${howItEnded(outcome)}, so nothing was changed`,
      details: (outcome.output ?? "").split("\n").filter((line) => line !== ""),
      hint: `mend what it complains about, or change home.activation.${name}`,
    });
  }
};

export const howItEnded = ({ status, timedOut }: StepOutcome): string =>
  timedOut ? "took too long and was stopped" : `failed with status ${status}`;

/**
 * Runs the commands of the last switch that have not been done; each outcome is on disk before the next begins. One that
 * runs again sees the generation that was left when it was first to run.
 */
export const runCommands = (places: Places, context: StepContext): readonly StepOutcome[] => {
  const record = readStepsRecord(places);
  if (record === undefined) return [];
  const steps: RecordedStep[] = [...record.steps];
  const outcomes: StepOutcome[] = [];
  for (const [at, step] of steps.entries()) {
    if (step.result === "done") continue;
    const { script, from = context.from ?? null } = step;
    const outcome = runStep(step, { ...context, from: from ?? undefined });
    outcomes.push(outcome);
    steps[at] = { ...outcome, script, from };
    writeStepsRecord(places, { id: record.id, steps });
    if (outcome.status === interrupted) break;
  }
  if (outcomes.length > 0)
    recordSteps(
      places,
      record.id,
      steps.map(({ script: _, from: __, ...outcome }) => outcome),
    );
  return outcomes;
};

/** 128 + SIGINT: the person pressed Ctrl-C. */
const interrupted = 130;

export const currentName = (places: Places): GenerationName | null => {
  const current = currentGeneration(places);
  return current === undefined ? null : { number: current.number, path: current.path };
};
