/** The work of a realisation: one promise for each path and each derivation, begun when something first needs it. */
import { LaresError } from "../../base/errors.ts";
import type { StorePath } from "../../base/paths.ts";
import { admitSoon } from "../../cache/admission.ts";
import { expectNars } from "../../cache/unpackers.ts";
import type { Arrived } from "../../store/incoming.ts";
import { builtins as ownBuiltins } from "../builtins.ts";
import { addInputs } from "./add-inputs.ts";
import { type BuildContext, type Built, buildDerivation } from "./build-derivation.ts";
import { isFixed } from "./fixed.ts";
import { type DerivationGraph, outputPaths } from "./graph.ts";
import { lockOutputs } from "./output-locks.ts";
import { describePlan, inputsOf, type Offer, planRealisation, type RealisePlan } from "./plan.ts";
import { assertObtainable, givenPaths, type RealiseRequest, sourcesFor } from "./request.ts";
import { sandboxOnce } from "./sandbox-once.ts";
import { createSlots } from "./slots.ts";

export interface Work {
  /** Makes a path valid; asked again, it gives the same promise. */
  obtain(path: StorePath): Promise<void>;
  /** Waits for what was begun and is no longer waited for. */
  settled(): Promise<void>;
  /** What itself went wrong, without what only depended on it. */
  readonly failures: ReadonlySet<unknown>;
}

export const createWork = (
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
  expectNars(plan.downloads.size);
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
      await admitSoon(store, [incoming]);
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

  /**
   * The lock comes before the slot, so that whoever has a slot can go on. What was downloaded waits for the disk without one,
   * with all that was downloaded meanwhile; a build is at an end when it is registered.
   */
  const buildLocked = async (drvPath: StorePath, inputs: readonly StorePath[]): Promise<void> => {
    const derivation = graph.at(drvPath);
    const outputs = outputPaths(derivation);
    const onWait = (): void => onEvent({ type: "build-waits", drvPath });
    const lock = await lockOutputs({ varDir, outputs, name: derivation.name, signal, onWait });
    const make = (): Promise<Built> => {
      onEvent({ type: "build-started", drvPath });
      return buildDerivation(context, drvPath, derivation, store.closure(inputs));
    };
    try {
      if (outputs.map(store.protect).every(Boolean))
        return onEvent({ type: "build-done", drvPath, elsewhere: true });
      if (isFixed(derivation)) await register(drvPath, await downloads.use(make));
      else if (settings.maxJobs === 0) throw noJobs(derivation.name);
      else await jobs.use(async () => register(drvPath, await make()));
    } finally {
      lock.release();
    }
  };

  const register = async (drvPath: StorePath, { objects, discard }: Built): Promise<void> => {
    try {
      signal.throwIfAborted();
      await admitSoon(store, objects);
    } finally {
      discard();
    }
    onEvent({ type: "build-done", drvPath, elsewhere: false });
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

const noJobs = (name: string): LaresError =>
  new LaresError({
    code: "no-jobs",
    message: `no cache has ${name}, and builds are turned off`,
    hint: "allow builds (lares.maxJobs or --jobs), or add a cache that has it to lares.substituters",
  });
