/**
 * What has to be done for some paths to be valid, asked in rounds: what is missing is looked for in the caches, all of a
 * round at once; what no cache has is built; what the downloads refer to and the builds need is the next round.
 */
import { LaresError } from "../../base/errors.ts";
import type { StorePath } from "../../base/paths.ts";
import type { Substitute, Substituter } from "../../cache/substituter.ts";
import type { RealiseEvent } from "./events.ts";
import { isFixed } from "./fixed.ts";
import type { DerivationGraph } from "./graph.ts";

export interface Offer {
  readonly url: string;
  readonly substitute: Substitute;
}

export interface RealisePlan {
  /** What caches have of the missing paths, the cache to ask first at the front. */
  readonly downloads: Map<StorePath, readonly Offer[]>;
  /** Derivations to build. */
  readonly builds: Set<StorePath>;
  /** Missing, and neither in a cache nor made by a derivation that is known. */
  readonly unobtainable: Set<StorePath>;
}

export interface PlanRequest {
  readonly graph: DerivationGraph;
  readonly wanted: readonly StorePath[];
  readonly substituters: readonly Substituter[];
  /** Whether the path is there; a realisation protects it on the way. */
  readonly isValid: (path: StorePath) => boolean;
  /** Derivations that are to be built though their outputs are there or in a cache. */
  readonly rebuild?: ReadonlySet<StorePath>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RealiseEvent) => void;
}

export const planRealisation = async (request: PlanRequest): Promise<RealisePlan> => {
  const { graph, isValid, rebuild } = request;
  const plan: RealisePlan = { downloads: new Map(), builds: new Set(), unobtainable: new Set() };
  const seen = new Set<StorePath>();
  let round: readonly StorePath[] = request.wanted;
  while (round.length > 0) {
    const missing = [...new Set(round)].filter((path) => !seen.has(path) && !isValid(path));
    for (const path of missing) seen.add(path);
    const asked = missing.filter((path) => !rebuild?.has(graph.makerOf(path)!));
    const offers = await askCaches(request, asked);
    round = missing.flatMap((path) => {
      const found = offers.get(path);
      if (found === undefined) return planBuild(graph, plan, path);
      plan.downloads.set(path, found);
      return found[0]!.substitute.references;
    });
  }
  return plan;
};

/** Gives what the build needs, where it was not planned before. */
const planBuild = (graph: DerivationGraph, plan: RealisePlan, path: StorePath): readonly StorePath[] => {
  const maker = graph.makerOf(path);
  if (maker === undefined) {
    plan.unobtainable.add(path);
    return [];
  }
  if (plan.builds.has(maker)) return [];
  plan.builds.add(maker);
  return inputsOf(graph, maker);
};

/** Outputs and sources that a build reads. */
export const inputsOf = (graph: DerivationGraph, drvPath: StorePath): readonly StorePath[] => {
  const { inputDerivations, inputSources } = graph.at(drvPath);
  const made = (Object.entries(inputDerivations) as [StorePath, readonly string[]][]).flatMap(
    ([input, outputs]) => outputs.map((output) => outputOf(graph, input, output)),
  );
  return [...made, ...inputSources];
};

const outputOf = (graph: DerivationGraph, drvPath: StorePath, output: string): StorePath => {
  const { outputs, name } = graph.at(drvPath);
  const found = Object.hasOwn(outputs, output) ? outputs[output] : undefined;
  if (found !== undefined) return found.path;
  throw new LaresError({
    code: "bad-derivation",
    message: `${name} has no output ${output}`,
    details: [`it has ${Object.keys(outputs).join(", ")}`],
  });
};

/** A cache that does not answer is told of and passed over: another may have it, or a build makes it. */
const askCaches = async (
  { substituters, signal, onEvent }: PlanRequest,
  paths: readonly StorePath[],
): Promise<ReadonlyMap<StorePath, readonly Offer[]>> => {
  const offers = new Map<StorePath, Offer[]>();
  if (paths.length === 0) return offers;
  const answers = await Promise.all(
    substituters
      .toSorted((a, b) => a.priority - b.priority)
      .map(async ({ url, query }) => {
        try {
          return { url, found: await query(paths, signal) };
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof LaresError)) throw error;
          onEvent({ type: "warning", message: `${url} is passed over: ${error.message}` });
          return { url, found: new Map<StorePath, Substitute>() };
        }
      }),
  );
  for (const { url, found } of answers)
    for (const [path, substitute] of found) {
      const before = offers.get(path) ?? [];
      if (isAlike(before[0]?.substitute, substitute)) offers.set(path, [...before, { url, substitute }]);
    }
  return offers;
};

/** Builds of one derivation may differ: another cache stands in only where what it has needs the same. */
const isAlike = (first: Substitute | undefined, other: Substitute): boolean =>
  first === undefined || first.references.join() === other.references.join();

/** The plan as an event: for a display, and for `lares plan`. */
export const describePlan = (
  graph: DerivationGraph,
  { builds, downloads }: RealisePlan,
): RealiseEvent & { type: "planned" } => ({
  type: "planned",
  builds: [...builds].map((drvPath) => {
    const derivation = graph.at(drvPath);
    const after = Object.keys(derivation.inputDerivations) as StorePath[];
    return {
      drvPath,
      name: derivation.name,
      isDownload: isFixed(derivation),
      after: after.filter((input) => builds.has(input)),
    };
  }),
  downloads: [...downloads].map(([path, [first]]) => ({
    path,
    url: first!.url,
    narSize: first!.substitute.narSize,
    ...(first!.substitute.downloadSize !== undefined && { downloadSize: first!.substitute.downloadSize }),
  })),
});
