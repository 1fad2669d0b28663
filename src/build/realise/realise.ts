/**
 * Makes store paths valid: what caches have is downloaded, the rest is built, side by side, each as soon as what it needs is
 * there. A failure stops what depends on it, and without `keepGoing` all the rest.
 */
import { LaresError } from "../../base/errors.ts";
import type { AbsolutePath, StorePath } from "../../base/paths.ts";
import { admitSoon } from "../../cache/admission.ts";
import type { Substituter } from "../../cache/substituter.ts";
import type { StoreSource } from "../../home/description.ts";
import type { Arrived } from "../../store/incoming.ts";
import type { LocalStore } from "../../store/store.ts";
import { builtins as ownBuiltins } from "../builtins.ts";
import { chooseSandbox } from "../sandbox/choose.ts";
import type { Confinement } from "../sandbox/sandbox.ts";
import { addInputs } from "./add-inputs.ts";
import { type BuildContext, buildDerivation } from "./build-derivation.ts";
import type { RealiseEvent } from "./events.ts";
import { isFixed } from "./fixed.ts";
import { createGraph, type DerivationGraph, outputPaths } from "./graph.ts";
import { lockOutputs } from "./output-locks.ts";
import { describePlan, inputsOf, type Offer, planRealisation, type RealisePlan } from "./plan.ts";
import type { BuildSettings } from "./settings.ts";
import { createSlots } from "./slots.ts";

export interface RealiseRequest {
  readonly store: LocalStore;
  readonly varDir: AbsolutePath;
  /** Texts by `.drv` path, with all that they need. Further ones are read from the store. */
  readonly derivations: Readonly<Record<StorePath, string>>;
  readonly sources: readonly StoreSource[];
  /** Outputs, sources and `.drv` files to make valid. */
  readonly wanted: readonly StorePath[];
  readonly substituters: readonly Substituter[];
  readonly settings: BuildSettings;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RealiseEvent) => void;
  readonly builtins?: BuildContext["builtins"];
  /** In place of the one that this machine allows. */
  readonly confinement?: Confinement;
}

/**
 * All of `wanted` is valid afterwards, and safe from collection until the store is closed. Throws the error of the build
 * or download that failed, or one that lists them (`builds-failed`).
 */
export const realise = async (request: RealiseRequest): Promise<void> => {
  const { store, sources, wanted, onEvent } = request;
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const graph = createGraph(request.derivations);
  const given = givenPaths(request);
  const isValid = (path: StorePath): boolean => given.has(path) || store.protect(path);
  const plan = await planRealisation({ ...request, graph, signal, isValid });
  const built = [...plan.builds];
  const named = wanted.filter((path) => graph.textOf(path) !== undefined);
  assertObtainable(plan);
  addInputs(store, sourcesFor(sources, graph, built, wanted), graph, [...built, ...named]);
  if (built.length + plan.downloads.size > 0) onEvent(describePlan(graph, plan));
  const work = createWork({ ...request, signal }, graph, plan, stop);
  const outcomes = await Promise.allSettled(wanted.map(work.obtain));
  await work.settled();
  request.signal.throwIfAborted();
  throwFailures(
    outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : [])),
    work.failures,
  );
};

/** What would be done, with nothing written but what the caches remember of their answers. */
export const foreseeRealisation = async (
  request: Omit<RealiseRequest, "store"> & { readonly isValid: (path: StorePath) => boolean },
): Promise<RealiseEvent & { type: "planned" }> => {
  const graph = createGraph(request.derivations);
  const given = givenPaths(request);
  const isValid = (path: StorePath): boolean => given.has(path) || request.isValid(path);
  const plan = await planRealisation({ ...request, graph, isValid });
  return describePlan(graph, plan);
};

/** What needs neither a cache nor a build: it is written to the store from what is at hand. */
const givenPaths = ({
  sources,
  derivations,
}: Pick<RealiseRequest, "sources" | "derivations">): ReadonlySet<StorePath> =>
  new Set([...sources.map(({ path }) => path), ...(Object.keys(derivations) as StorePath[])]);

/** A source goes to the store where a build reads it or the home names it. Those that others name come first. */
const sourcesFor = (
  sources: readonly StoreSource[],
  graph: DerivationGraph,
  built: readonly StorePath[],
  wanted: readonly StorePath[],
): readonly StoreSource[] => {
  const needed = new Set<StorePath>([
    ...wanted,
    ...graph.closure(built).flatMap((path) => graph.at(path).inputSources),
  ]);
  for (const source of sources.toReversed())
    if (needed.has(source.path) && source.type === "text")
      for (const path of source.references) needed.add(path);
  return sources.filter(({ path }) => needed.has(path));
};

const assertObtainable = ({ unobtainable }: RealisePlan): void => {
  const missing = [...unobtainable];
  if (missing.length === 0) return;
  throw new LaresError({
    code: "cannot-realise",
    message:
      missing.length === 1 ? "a store path cannot be had" : `${missing.length} store paths cannot be had`,
    details: missing.map((path) => `${path}: no derivation here makes it, and no cache has it`),
    hint: "add a cache that has it to lares.substituters, or evaluate the configuration that makes it",
  });
};

interface Work {
  /** Makes a path valid; asked again, it gives the same promise. */
  obtain(path: StorePath): Promise<void>;
  /** Waits for what was begun and is no longer waited for. */
  settled(): Promise<void>;
  /** What itself went wrong, without what only depended on it. */
  readonly failures: ReadonlySet<unknown>;
}

const createWork = (
  request: RealiseRequest,
  graph: DerivationGraph,
  plan: RealisePlan,
  stop: AbortController,
): Work => {
  const { store, varDir, settings, signal, onEvent } = request;
  const context: BuildContext = {
    ...{ store, varDir, settings, signal, onEvent },
    builtins: request.builtins ?? ownBuiltins,
    confinement: sandboxOnce(request),
  };
  const given = givenPaths(request);
  const jobs = createSlots(settings.maxJobs, signal);
  const downloads = createSlots(downloadsAtOnce, signal);
  const begun = new Map<StorePath, Promise<void>>();
  const failures = new Set<unknown>();

  const once = (key: StorePath, work: () => Promise<void>): Promise<void> => {
    const known = begun.get(key);
    if (known !== undefined) return known;
    const promise = Promise.resolve().then(work);
    promise.catch(() => {});
    begun.set(key, promise);
    return promise;
  };

  /** Remembers what failed; the rest is told to stop unless it may go on. */
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!signal.aborted) failures.add(error);
      if (!settings.keepGoing) stop.abort(error);
      throw error;
    }
  };

  const obtain = (path: StorePath): Promise<void> =>
    once(path, async () => {
      const offers = plan.downloads.get(path);
      if (offers !== undefined) return await download(path, offers);
      const maker = graph.makerOf(path);
      if (maker !== undefined && plan.builds.has(maker)) return await build(maker);
    });

  /** Arrives while what it refers to arrives, and is registered after it, many with one sync of the disk. */
  const download = async (path: StorePath, offers: readonly Offer[]): Promise<void> => {
    const references = Promise.all(offers[0]!.substitute.references.map(obtain));
    references.catch(() => {});
    const { incoming, failure } = await downloads.use(() => tryOffers(path, offers));
    if (incoming === undefined) return await withoutCaches(path, failure);
    try {
      await references;
      await admitSoon(store, incoming);
    } finally {
      incoming.discard();
    }
    onEvent({ type: "download-done", path });
  };

  const withoutCaches = async (path: StorePath, failure: unknown): Promise<void> => {
    const maker = graph.makerOf(path);
    if (maker === undefined) return await failing(() => Promise.reject(failure));
    await buildInstead(maker, path);
  };

  /** Gives the last error where no cache keeps its word. */
  const tryOffers = async (
    path: StorePath,
    offers: readonly Offer[],
  ): Promise<{ incoming?: Arrived; failure?: unknown }> => {
    let failure: unknown;
    for (const { url, substitute } of offers) {
      signal.throwIfAborted();
      onEvent({ type: "download-started", path, url });
      try {
        const onBytes = (bytes: number): void => onEvent({ type: "download-bytes", path, bytes });
        return { incoming: await substitute.receive(store, { signal, onBytes }) };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof LaresError)) throw error;
        failure = error;
        onEvent({ type: "download-failed", path, url, message: error.message });
      }
    }
    return { failure };
  };

  /** A cache promised what it did not have: the build was not planned, so its own needs are looked for now. */
  const buildInstead = async (drvPath: StorePath, path: StorePath): Promise<void> => {
    const isValid = (asked: StorePath): boolean =>
      asked !== path && (given.has(asked) || store.protect(asked));
    const rebuild = new Set([drvPath]);
    const more = await planRealisation({ ...request, graph, wanted: [path], isValid, rebuild });
    for (const [missing, offers] of more.downloads)
      if (!begun.has(missing)) plan.downloads.set(missing, offers);
    for (const one of more.builds) plan.builds.add(one);
    addInputs(store, sourcesFor(request.sources, graph, [...more.builds], []), graph, [...more.builds]);
    assertObtainable(more);
    onEvent(describePlan(graph, more));
    await build(drvPath);
  };

  const build = (drvPath: StorePath): Promise<void> =>
    once(drvPath, async () => {
      const inputs = inputsOf(graph, drvPath);
      await Promise.all(inputs.map(obtain));
      await failing(async () => {
        try {
          await buildLocked(drvPath, inputs);
        } catch (error) {
          if (!signal.aborted)
            onEvent({
              type: "build-failed",
              drvPath,
              message: error instanceof Error ? error.message : String(error),
            });
          throw error;
        }
      });
    });

  /** The lock comes before the slot, so that whoever has a slot can go on. */
  const buildLocked = async (drvPath: StorePath, inputs: readonly StorePath[]): Promise<void> => {
    const derivation = graph.at(drvPath);
    const outputs = outputPaths(derivation);
    const onWait = (): void => onEvent({ type: "build-waits", drvPath });
    const lock = await lockOutputs({ varDir, outputs, name: derivation.name, signal, onWait });
    try {
      if (outputs.map(store.protect).every(Boolean))
        return onEvent({ type: "build-done", drvPath, elsewhere: true });
      const slots = isFixed(derivation) ? downloads : jobs;
      if (slots === jobs && settings.maxJobs === 0) throw noJobs(derivation.name);
      await slots.use(async () => {
        onEvent({ type: "build-started", drvPath });
        await buildDerivation(context, drvPath, derivation, store.closure(inputs));
        onEvent({ type: "build-done", drvPath, elsewhere: false });
      });
    } finally {
      lock.release();
    }
  };

  return {
    obtain,
    failures,
    settled: async () => {
      await Promise.allSettled(begun.values());
    },
  };
};

/** More at once help nobody's line, and caches limit them. */
const downloadsAtOnce = 12;

/** Chosen at the first build, and what is missing told of once. */
export const sandboxOnce = ({
  settings,
  varDir,
  onEvent,
  confinement: given,
}: Pick<RealiseRequest, "settings" | "varDir" | "onEvent" | "confinement">): (() => Confinement) => {
  let chosen = given;
  return () => {
    if (chosen !== undefined) return chosen;
    const { confinement, missing } = chooseSandbox(settings.sandbox, varDir);
    chosen = confinement;
    if (missing !== undefined)
      onEvent({ type: "warning", message: `no sandbox works here, so builds run without one: ${missing}` });
    return chosen;
  };
};

const noJobs = (name: string): LaresError =>
  new LaresError({
    code: "no-jobs",
    message: `no cache has ${name}, and builds are turned off`,
    hint: "allow builds (lares.maxJobs or --jobs), or add a cache that has it to lares.substituters",
  });

const throwFailures = (reasons: readonly unknown[], failures: ReadonlySet<unknown>): void => {
  if (reasons.length === 0) return;
  const own = failures.size > 0 ? [...failures] : reasons;
  const strange = own.find((error) => !(error instanceof LaresError));
  if (strange !== undefined) throw strange;
  if (own.length === 1) throw own[0];
  throw new LaresError({
    code: "builds-failed",
    message: `${own.length} builds or downloads failed`,
    details: (own as LaresError[])
      .toSorted(byMessage)
      .flatMap(({ message, details, hint }) => [
        message,
        ...details.map((line) => `  ${line}`),
        ...(hint === undefined ? [] : [`  ${hint}`]),
      ]),
    hint: "what does not depend on them is done, and will not be done again",
  });
};

/** Not in the order in which they happened to fail. */
const byMessage = (a: LaresError, b: LaresError): number => (a.message < b.message ? -1 : 1);
