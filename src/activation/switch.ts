/**
 * Activation, as the commands use it. Everything that writes takes the lock, finishes what a crash interrupted, finds all
 * collisions, and only then begins; a kill at any call leaves a home that the next command makes wholly old or wholly new.
 *
 *   isUpToDate(places, path)          the fast answer for `switch` with nothing to do    (up-to-date.ts)
 *   planSwitch(request), planGeneration(request)
 *                                     what `switch` would do: for `plan` and `--dry-run`; writes nothing
 *   switchTo(request)                 to a new generation, an old one, the previous one
 *   uninstall(request), eject(request)                                       (leave.ts)
 *   status(places)                    drift, failed steps, interruptions     (status.ts)
 *   listBackups, restoreBackup, removeBackups                                (backup-index.ts, backups.ts)
 *   listGenerations, deleteGenerations                                       (../profile/generations.ts, expire.ts)
 *   setJournalAside                   the way out of a damaged journal       (journal.ts)
 */
import { LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import type { ActivationStep } from "../home/description.ts";
import {
  currentGeneration,
  generationNumbered,
  listGenerations,
  nextNumber,
  previousGeneration,
} from "../profile/generations.ts";
import type { GenerationName, StepOutcome } from "../profile/history.ts";
import type { Manifest, ManifestEntry } from "../profile/manifest.ts";
import { diffManifests, type EntryPair } from "../profile/manifest-diff.ts";
import { readManifest } from "../profile/read-manifest.ts";
import { readSteps } from "../profile/steps.ts";
import type { Places } from "../system/places.ts";
import { listBackups } from "./backup-index.ts";
import { carryOut, currentName, runChecks, runCommands } from "./carry-out.ts";
import { changedPairs } from "./changes.ts";
import { collisionError } from "./collision.ts";
import { commandsAfter } from "./commands.ts";
import type { Note } from "./draft.ts";
import { orStay } from "./not-gone-back.ts";
import { isIdle, type Plan, type PlanOptions, planActivation } from "./plan.ts";
import { isSameLink, planInPlace, planOfFlip } from "./plan-in-place.ts";
import type { Recovery } from "./recover.ts";
import type { StepContext } from "./run-step.ts";
import { unfinishedSteps } from "./steps-record.ts";
import { type LockWish, underLock } from "./under-lock.ts";
import type { WatchSession } from "./watch-session.ts";

export type Destination =
  /** A generation in the store; it gets the next number, unless it is the current one. */
  | { readonly kind: "new"; readonly path: StorePath }
  | { readonly kind: "numbered"; readonly number: number }
  | { readonly kind: "previous" };

export interface SwitchRequest {
  readonly places: Places;
  readonly to: Destination;
  /** The command in the person's words, for the history and for whoever waits: `lares switch`. */
  readonly why: string;
  readonly options?: SwitchOptions;
  /** Of `lares watch`: where a new generation gets its number from, and what the history says (watch-session.ts). */
  readonly session?: WatchSession;
}

export interface SwitchOptions extends PlanOptions, LockWish {
  readonly verbose?: boolean;
  /** Milliseconds that an activation step may take. */
  readonly stepTimeout?: number;
  /** Go back when an activation step fails. */
  readonly rollbackOnError?: boolean;
}

export interface SwitchResult {
  /** repaired: the generation was the current one already, but the home was not as it wants. */
  readonly outcome: "switched" | "repaired" | "nothing";
  readonly from: GenerationName | null;
  readonly to: GenerationName;
  readonly plan: Plan;
  /** What was left alone, and why. */
  readonly notes: readonly Note[];
  /** Of the commands that ran now. */
  readonly steps: readonly StepOutcome[];
  readonly rolledBack: boolean;
  /** What a crash before this command had interrupted. */
  readonly recovery: Recovery | undefined;
}

/** Collisions are in the plan, not thrown. A pending recovery is not carried out: the plan is for the home as it is. */
export const planSwitch = ({ places, to, why, options = {} }: SwitchRequest): Plan =>
  planGeneration({ places, to: find(places, to).path, why, options });

/** The same for a generation wherever it is written, in the store or not. */
export const planGeneration = ({ places, to, why, options = {} }: GenerationRequest): Plan =>
  planActivation({
    places,
    from: currentState(places)?.state,
    to: { path: to, manifest: readManifest(to as StorePath) },
    options,
    why,
  });

export interface GenerationRequest {
  readonly places: Places;
  /** Absolute path of the generation. */
  readonly to: string;
  readonly why: string;
  readonly options?: SwitchOptions;
}

/** Throws `collision` (exit status 4), `check-failed`, `locked`, `home-changed`, `switch-failed`: with nothing changed. */
export const switchTo = (request: SwitchRequest): Promise<SwitchResult> =>
  underLock(request.places, request.why, request.options ?? {}, (recovery) => go(request, recovery));

export { isUpToDate } from "./up-to-date.ts";

const go = async (request: SwitchRequest, recovery: Recovery | undefined): Promise<SwitchResult> => {
  const { places, why, options = {}, session } = request;
  const to = find(places, request.to, session);
  const steps = readSteps(to.path as StorePath);
  if (request.to.kind !== "new") {
    const quick = await flipOnly(request, to, steps, recovery);
    if (quick !== undefined) return quick;
  }
  const { from, plan, entries, noted } = planMove(request, to);
  if (plan.collisions.length > 0) throw collisionError(plan.collisions);
  const same = from?.number === to.number;
  const context = stepContext(places, from, to, options);
  const notes = [...(recovery?.notes ?? []), ...noted, ...plan.notes];
  const result = { from, to, plan, recovery, rolledBack: false };
  if (same && isIdle(plan)) {
    const outcomes = runCommands(places, context);
    return { ...result, outcome: outcomes.length > 0 ? "repaired" : "nothing", notes, steps: outcomes };
  }
  runChecks(steps, context);
  const commands = same ? unfinishedSteps(places) : commandsAfter(places, plan.changes, from, steps);
  const passage = { places, from, to, why };
  const ofSession = session !== undefined &&
    !same && { session: session.passage(from, entries, plan.backups) };
  const left = await carryOut({ ...passage, ...ofSession }, plan, commands);
  if (ofSession) session.moved(to);
  const outcomes = runCommands(places, context);
  const outcome = same ? "repaired" : "switched";
  const done: SwitchResult = { ...result, outcome, notes: [...notes, ...left], steps: outcomes };
  if (!options.rollbackOnError || same || outcomes.every(({ result }) => result === "done")) return done;
  await orStay(done, () => goBack(request, done));
  return { ...done, rolledBack: true };
};

interface Move {
  readonly from: GenerationName | null;
  readonly plan: Plan;
  /** What the new generation owns. */
  readonly entries: readonly ManifestEntry[];
  /** About the generation that is left. */
  readonly noted: readonly Note[];
}

/** `lares watch` keeps links live that the quick plan knows nothing of. */
const planMove = ({ places, why, options = {}, session }: SwitchRequest, to: GenerationName): Move => {
  const name = session === undefined ? currentName(places) : null;
  if (name !== null && name.number !== to.number) {
    const pairs = diffIfWhole(name, to);
    const plan = pairs && planInPlace(places, to, pairs);
    if (plan !== undefined) return { from: name, plan, entries: [], noted: [] };
  }
  const current = currentState(places);
  const state = { path: to.path, manifest: readManifest(to.path as StorePath) };
  const plan = planActivation({ places, from: current?.state, to: state, options, why });
  const { entries } = state.manifest;
  return { from: current?.name ?? null, plan, entries, noted: current?.notes ?? [] };
};

/**
 * Between two generations that differ in contents only, all links stay as they are, whatever their number: nothing but the
 * profile is looked at or changed. Drift stays too, for `status` to show and the next `switch` to repair.
 */
const flipOnly = async (
  { places, why, options = {} }: SwitchRequest,
  to: GenerationName,
  steps: readonly ActivationStep[],
  recovery: Recovery | undefined,
): Promise<SwitchResult | undefined> => {
  const from = currentName(places);
  if (from === null || from.number === to.number || options.rollbackOnError) return undefined;
  const pairs = diffIfWhole(from, to);
  if (pairs?.every(isSameLink) !== true) return undefined;
  const plan = planOfFlip(
    changedPairs(pairs).map(({ new: entry }) => entry!),
    pairs,
  );
  const context = stepContext(places, from, to, options);
  runChecks(steps, context);
  const notes = [
    ...(recovery?.notes ?? []),
    ...(await carryOut({ places, from, to, why }, plan, commandsAfter(places, plan.changes, from, steps))),
  ];
  const outcomes = runCommands(places, context);
  return { outcome: "switched", from, to, plan, notes, steps: outcomes, rolledBack: false, recovery };
};

const diffIfWhole = (from: GenerationName, to: GenerationName): readonly EntryPair[] | undefined => {
  try {
    return diffManifests(from.path as StorePath, to.path as StorePath);
  } catch (error) {
    if (error instanceof LaresError) return undefined;
    throw error;
  }
};

/** To the generation before, and after a first switch to a home without Lares' files; what had to give way comes back. */
const goBack = async (
  { places, options = {} }: SwitchRequest,
  { from, to, plan }: SwitchResult,
): Promise<void> => {
  const old = from === null ? undefined : { path: from.path, manifest: readManifest(from.path as StorePath) };
  const restore = listBackups(places).filter(({ id }) => id.startsWith(`${plan.id}/`));
  const why = "going back, since an activation step failed";
  const state = currentState(places)?.state;
  const back = planActivation({
    places,
    from: state,
    to: old,
    why,
    restore,
    options: { ...options, backup: true },
  });
  const steps = from === null ? [] : readSteps(from.path as StorePath);
  const commands = commandsAfter(places, back.changes, to, steps);
  await carryOut({ places, from: to, to: from, why }, back, commands);
  runCommands(places, stepContext(places, to, from, options));
};

const stepContext = (
  places: Places,
  from: GenerationName | null,
  to: GenerationName | null,
  { verbose, stepTimeout }: SwitchOptions,
): StepContext => ({
  places,
  from: from ?? undefined,
  to: to ?? undefined,
  ...(verbose !== undefined && { verbose }),
  ...(stepTimeout !== undefined && { timeout: stepTimeout }),
});

const find = (places: Places, to: Destination, session?: WatchSession): GenerationName => {
  if (to.kind === "numbered") return nameOf(generationNumbered(places, to.number));
  if (to.kind === "previous") return nameOf(previousGeneration(places));
  const current = currentGeneration(places);
  if (current?.path === to.path) return nameOf(current);
  return {
    number: session?.numberAfter(current === undefined ? null : nameOf(current)) ?? nextNumber(places),
    path: to.path,
  };
};

const nameOf = ({ number, path }: GenerationName): GenerationName => ({ number, path });

export interface CurrentState {
  readonly name: GenerationName;
  readonly state: { readonly path: string; readonly manifest: Manifest };
  readonly notes: readonly Note[];
}

/**
 * The generation that is left. Should its manifest be damaged, what all others own stands for it: a link goes only when its
 * text is exactly ours, and that text is the same in every generation.
 */
export const currentState = (places: Places): CurrentState | undefined => {
  const name = currentName(places);
  if (name === null) return undefined;
  try {
    return { name, state: { path: name.path, manifest: readManifest(name.path as StorePath) }, notes: [] };
  } catch (error) {
    if (!(error instanceof LaresError)) throw error;
    const what = `the list of what generation ${name.number} owns cannot be read; those of the others stand for it`;
    const entries = [...entriesOfOthers(places, name.number).values()];
    return {
      name,
      state: { path: name.path, manifest: { version: 1, entries } },
      notes: [{ path: name.path, what }],
    };
  }
};

const entriesOfOthers = (places: Places, number: number): Map<string, ManifestEntry> => {
  const entries = new Map<string, ManifestEntry>();
  for (const other of listGenerations(places)) {
    if (other.number === number) continue;
    for (const entry of readManifestIfWhole(other.path)?.entries ?? []) entries.set(entry.path, entry);
  }
  return entries;
};

const readManifestIfWhole = (path: StorePath): Manifest | undefined => {
  try {
    return readManifest(path);
  } catch (error) {
    if (error instanceof LaresError) return undefined;
    throw error;
  }
};
