/**
 * The generations of one `lares watch`, which are to be one in the end. While it runs there are at most two of them, in two
 * numbers that take turns: each flip goes to the free number and, in the same journal, gives up the other. So a kill at
 * any time leaves what a single switch would have left, and the history has one entry for the whole session.
 */
import type { StorePath } from "../base/paths.ts";
import type { ActivationStep } from "../home/description.ts";
import { findGeneration, nextNumber } from "../profile/generations.ts";
import { type GenerationName, type StepOutcome, settleEntry } from "../profile/history.ts";
import type { Manifest, ManifestEntry } from "../profile/manifest.ts";
import { readManifest } from "../profile/read-manifest.ts";
import type { Places } from "../system/places.ts";
import {
  carryOut,
  countChanges,
  currentName,
  runChecks,
  runCommands,
  type SessionPassage,
} from "./carry-out.ts";
import { changedEntries, type EntryChange } from "./changes.ts";
import { commandsAfter } from "./commands.ts";
import { newId } from "./journal.ts";
import type { Plan } from "./plan.ts";
import { type LockWish, underLock } from "./under-lock.ts";

export interface WatchSession {
  /** The session's generation that is active, once it has made one. */
  readonly current: GenerationName | undefined;
  /** Flips made. */
  readonly flips: number;
  /** What was active before the first of them; null before the first switch, undefined before the first flip. */
  readonly start: GenerationName | null | undefined;
  /** The number that the session has in the end. */
  readonly number: number;
  readonly id: string;
  /** The number for what comes after `active`. */
  numberAfter(active: GenerationName | null): number;
  /** What the journal of a passage has to say of the session. */
  passage(
    from: GenerationName | null,
    entries: readonly ManifestEntry[],
    backups: Plan["backups"],
  ): SessionPassage;
  moved(to: GenerationName): void;
  /** Generations that were given up; what nothing else leads to may be collected. */
  readonly left: Set<StorePath>;
}

export const startSession = (places: Places): WatchSession => {
  const id = newId();
  const left = new Set<StorePath>();
  let start: GenerationName | null | undefined;
  let startEntries: readonly ManifestEntry[] = [];
  let slots: readonly number[] = [];
  let current: GenerationName | undefined;
  let flips = 0;

  const begin = (active: GenerationName | null): void => {
    start = active;
    startEntries = active === null ? [] : readManifest(active.path as StorePath).entries;
    const next = nextNumber(places);
    slots = [next, next + 1];
  };

  return {
    id,
    left,
    get current() {
      return current;
    },
    get flips() {
      return flips;
    },
    get start() {
      return start;
    },
    get number() {
      return slots[0]!;
    },
    numberAfter: (active) => {
      if (start === undefined) begin(active);
      return slots.find((number) => findGeneration(places, number) === undefined) ?? nextNumber(places);
    },
    passage: (from, entries, backups) => ({
      id,
      start: start ?? null,
      folded: flips + 1,
      changes: countChanges({ changes: changedEntries(startEntries, entries), backups }),
      ...(from !== null && isSame(current, from) && { drop: from }),
    }),
    moved: (to) => {
      if (current !== undefined) left.add(current.path as StorePath);
      left.delete(to.path as StorePath);
      current = to;
      flips += 1;
    },
  };
};

export interface ContentsFlip {
  readonly places: Places;
  readonly session: WatchSession;
  readonly why: string;
  readonly from: { readonly name: GenerationName; readonly manifest: Manifest };
  /** Valid, and safe from collection. */
  readonly to: {
    readonly path: StorePath;
    readonly manifest: Manifest;
    readonly steps: readonly ActivationStep[];
  };
  readonly options?: LockWish;
  /** Called right after the flip. */
  readonly onFlip?: () => void;
}

export interface FlippedContents {
  readonly to: GenerationName;
  readonly changes: readonly EntryChange[];
  readonly steps: readonly StepOutcome[];
}

/**
 * To a generation that differs from the active one in what its links lead to, and in nothing else: no link is looked at or
 * touched. Undefined, with nothing done, where more differs, or where something else is active than `from`.
 */
export const flipContents = (request: ContentsFlip): Promise<FlippedContents | undefined> =>
  underLock(request.places, request.why, request.options ?? {}, async (recovery) => {
    const { places, session, why, from, to, onFlip } = request;
    if (recovery !== undefined || !isSame(from.name, currentName(places))) return undefined;
    const changes = changedEntries(from.manifest.entries, to.manifest.entries);
    if (!changes.every(isOfContents)) return undefined;
    const name = { number: session.numberAfter(from.name), path: to.path };
    const context = { places, from: from.name, to: name };
    runChecks(to.steps, context);
    const plan: Plan = { ...idle, id: newId(), changes };
    const passage = session.passage(from.name, to.manifest.entries, []);
    const commands = commandsAfter(places, changes, from.name, to.steps);
    await carryOut({ places, from: from.name, to: name, why, session: passage }, plan, commands);
    session.moved(name);
    onFlip?.();
    return { to: name, changes, steps: runCommands(places, context) };
  });

const isOfContents = (change: EntryChange): boolean =>
  change.old?.kind === "link" && change.new?.kind === "link";

const idle = { actions: [], collisions: [], notes: [], backups: [], before: [], after: [] } as const;

/**
 * Gives the session's generation its last number, the first of the two, and the history its one line. A session that
 * ends where it began leaves no generation. Does nothing where another command has gone elsewhere meanwhile.
 */
export const endSession = (
  places: Places,
  session: WatchSession,
  why: string,
): Promise<GenerationName | undefined> =>
  underLock(places, why, {}, async () => {
    const active = currentName(places);
    if (session.current === undefined || session.start === undefined) return undefined;
    const last = isSame(session.current, active) ? await settle(places, session, why) : undefined;
    settleEntry(places, session.id);
    return last;
  });

const settle = async (places: Places, session: WatchSession, why: string): Promise<GenerationName> => {
  const from = session.current!;
  const returned = session.start?.path === from.path;
  const to = returned ? session.start! : { number: session.number, path: from.path };
  const isFree = returned || findGeneration(places, to.number) === undefined;
  if (to.number === from.number || !isFree) return from;
  const entries = readManifest(from.path as StorePath).entries;
  const passage: SessionPassage = {
    ...session.passage(from, entries, []),
    folded: session.flips,
    drop: from,
  };
  await carryOut({ places, from, to, why, session: passage }, { ...idle, id: newId(), changes: [] }, []);
  return to;
};

const isSame = (a: GenerationName | null | undefined, b: GenerationName | null): boolean =>
  a != null && b !== null && a.number === b.number && a.path === b.path;
