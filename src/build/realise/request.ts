/** What a realisation is asked for, and what of it is at hand. */
import { LaresError } from "../../base/errors.ts";
import type { AbsolutePath, StorePath } from "../../base/paths.ts";
import type { Substituter } from "../../cache/substituter.ts";
import type { StoreSource } from "../../home/description.ts";
import type { LocalStore } from "../../store/store.ts";
import type { Confinement } from "../sandbox/sandbox.ts";
import type { BuildContext } from "./build-derivation.ts";
import type { RealiseEvent } from "./events.ts";
import type { DerivationGraph } from "./graph.ts";
import type { RealisePlan } from "./plan.ts";
import type { BuildSettings } from "./settings.ts";

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

/** What needs neither a cache nor a build: it is written to the store from what is at hand. */
export const givenPaths = ({
  sources,
  derivations,
}: Pick<RealiseRequest, "sources" | "derivations">): ReadonlySet<StorePath> =>
  new Set([...sources.map(({ path }) => path), ...(Object.keys(derivations) as StorePath[])]);

/** A source goes to the store where a build reads it or the home names it. Those that others name come first. */
export const sourcesFor = (
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

/** Throws `cannot-realise`. */
export const assertObtainable = ({ unobtainable }: RealisePlan): void => {
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
