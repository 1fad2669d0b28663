/** Paths with all that they refer to, from several caches: downloaded side by side, registered many at a time. */

import { LaresError } from "../base/errors.ts";
import { inParallel } from "../base/in-parallel.ts";
import type { StorePath } from "../base/paths.ts";
import type { Arrived } from "../store/incoming.ts";
import type { LocalStore } from "../store/store.ts";
import type { Substitute, Substituter } from "./substituter.ts";
import { expectNars } from "./unpackers.ts";

export interface ClosureOptions {
  readonly signal: AbortSignal;
  /** Downloads at a time; 16 unless said otherwise. */
  readonly parallel?: number;
  readonly onFetched?: (substitute: Substitute) => void;
  readonly onWarning: (message: string) => void;
}

export interface ClosurePlan {
  /** References come first. */
  readonly substitutes: readonly (readonly Substitute[])[];
  /** Paths that are neither valid nor in any cache, sorted. */
  readonly missing: readonly StorePath[];
}

/**
 * Makes the paths valid. Throws `not-in-caches` before anything is fetched where something that they need is in no cache;
 * what one cache sends wrong is asked of the next. What was registered before a failure stays.
 */
export const fetchClosure = async (
  store: LocalStore,
  substituters: readonly Substituter[],
  paths: readonly StorePath[],
  options: ClosureOptions,
): Promise<readonly StorePath[]> => {
  const { substitutes, missing } = await planClosure(store, substituters, paths, options.signal);
  if (missing.length > 0) throw notInCaches(missing, substituters);
  const registered: StorePath[] = [];
  const admission = admitting(store, registered);
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);
  try {
    await inParallel(substitutes, options.parallel ?? usualParallel, async (choices) => {
      try {
        admission.arrived(await receiveAny(store, choices, { ...options, signal }));
      } catch (error) {
        failing.abort(error);
        throw error;
      }
      options.onFetched?.(choices[0]!);
    });
    await admission.finish();
    return registered;
  } finally {
    admission.discard();
  }
};

const usualParallel = 16;

/** For each path that is not valid the caches that have it, by priority; asked level by level of what they refer to. */
export const planClosure = async (
  store: LocalStore,
  substituters: readonly Substituter[],
  paths: readonly StorePath[],
  signal: AbortSignal,
): Promise<ClosurePlan> => {
  const found = new Map<StorePath, readonly Substitute[]>();
  const missing = new Set<StorePath>();
  const isNew = (path: StorePath): boolean => !found.has(path) && !missing.has(path) && !store.protect(path);
  for (let level = [...new Set(paths)].filter(isNew); level.length > 0; ) {
    const answers = await Promise.all(substituters.map(({ query }) => query(level, signal)));
    for (const path of level) {
      const choices = alike(answers.flatMap((answer) => answer.get(path) ?? []));
      if (choices.length === 0) missing.add(path);
      else found.set(path, choices);
    }
    const next = level.flatMap((path) => found.get(path)?.[0]?.references ?? []);
    level = [...new Set(next)].filter(isNew);
    expectNars(level.length);
  }
  return { substitutes: referencesFirst(found), missing: [...missing].sort() };
};

/** Builds of one derivation may differ: the next cache is an alternative only where it has the same needs. */
const alike = (choices: readonly Substitute[]): readonly Substitute[] =>
  choices.filter(({ references }) => references.join() === choices[0]!.references.join());

const referencesFirst = (
  found: ReadonlyMap<StorePath, readonly Substitute[]>,
): readonly (readonly Substitute[])[] => {
  const ordered = new Map<StorePath, readonly Substitute[]>();
  const visiting = new Set<StorePath>();
  for (const start of found.keys()) {
    const stack: StorePath[] = [start];
    while (stack.length > 0) {
      const path = stack.at(-1)!;
      const choices = found.get(path);
      const ahead = visiting.has(path) || choices === undefined ? [] : choices[0]!.references;
      visiting.add(path);
      const undone = ahead.filter((reference) => !visiting.has(reference) && found.has(reference));
      if (undone.length > 0) stack.push(...undone);
      else {
        stack.pop();
        if (choices !== undefined && !ordered.has(path)) ordered.set(path, choices);
      }
    }
  }
  return [...ordered.values()];
};

const receiveAny = async (
  store: LocalStore,
  choices: readonly Substitute[],
  { signal, onWarning }: ClosureOptions,
): Promise<Arrived> => {
  for (const [at, choice] of choices.entries())
    try {
      return await choice.receive(store, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof LaresError) || at === choices.length - 1) throw error;
      onWarning(`${error.message}; the next cache is asked`);
    }
  throw new Error("a substitute from no cache");
};

/** Registers what has all it refers to, in one batch while the next ones arrive. */
const admitting = (store: LocalStore, registered: StorePath[]) => {
  const waiting = new Map<StorePath, Arrived>();
  let arrivedBytes = 0;
  let busy: Promise<void> | undefined;
  let failure: unknown;
  const ready = (): Arrived[] => {
    const batch = new Map<StorePath, Arrived>();
    for (let grew = true; grew; ) {
      grew = false;
      for (const [path, incoming] of waiting) {
        const isThere = (reference: StorePath): boolean =>
          reference === path || batch.has(reference) || store.isValid(reference);
        if (batch.has(path) || !incoming.info.references.every(isThere)) continue;
        batch.set(path, incoming);
        grew = true;
      }
    }
    return [...batch.values()];
  };
  const work = async (): Promise<void> => {
    for (let batch = ready(); batch.length > 0; batch = ready()) {
      await store.admit(batch);
      for (const { info } of batch) {
        waiting.delete(info.path);
        registered.push(info.path);
      }
    }
  };
  const start = (): void => {
    arrivedBytes = 0;
    busy ??= work()
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        busy = undefined;
      });
  };
  return {
    arrived: (incoming: Arrived): void => {
      waiting.set(incoming.info.path, incoming);
      arrivedBytes += incoming.info.narSize;
      if (waiting.size >= batchPaths || arrivedBytes >= batchBytes) start();
    },
    /** What still waits lacks something: `admit` says what. */
    finish: async (): Promise<void> => {
      await busy;
      start();
      await busy;
      if (failure !== undefined) throw failure;
      if (waiting.size > 0) await store.admit([...waiting.values()]);
    },
    discard: (): void => {
      for (const incoming of waiting.values()) incoming.discard();
    },
  };
};

/** What an interruption may undo at most; a sync for each path would take longer than the paths. */
const batchPaths = 64;
const batchBytes = 256 * 1024 * 1024;

const notInCaches = (missing: readonly StorePath[], substituters: readonly Substituter[]): LaresError =>
  new LaresError({
    code: "not-in-caches",
    message: `${missing.length === 1 ? missing[0] : `${missing.length} paths`} cannot be had from a cache`,
    details: [
      ...(missing.length === 1 ? [] : missing.slice(0, 10)),
      substituters.length === 0
        ? "no cache could be asked"
        : `asked: ${substituters.map(({ url }) => url).join(", ")}`,
    ],
    hint: "check that the caches hold it, and that lares.trustedPublicKeys has the key that signed it",
  });
