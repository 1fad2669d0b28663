/**
 * Makes store paths valid: what caches have is downloaded, the rest is built, side by side, each as soon as what it needs is
 * there. A failure stops what depends on it, and without `keepGoing` all the rest.
 */
import { LaresError } from "../../base/errors.ts";
import type { StorePath } from "../../base/paths.ts";
import { addInputs } from "./add-inputs.ts";
import type { RealiseEvent } from "./events.ts";
import { createGraph } from "./graph.ts";
import { describePlan, planRealisation } from "./plan.ts";
import { assertObtainable, givenPaths, type RealiseRequest, sourcesFor } from "./request.ts";
import { createWork } from "./work.ts";

export type { RealiseRequest } from "./request.ts";

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
