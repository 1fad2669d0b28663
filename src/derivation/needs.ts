/** What has to be in the store for a value that names store paths, and what makes it. */
import type { StorePath } from "../base/paths.ts";
import { digestOf } from "../format/store-path.ts";
import type { StoreSource } from "../home/description.ts";
import { digestsIn } from "./digests.ts";
import { anyKnown, currentSession, derivationAt, type Known, knownBy } from "./session.ts";

export interface Needs {
  /** What the value itself names, sorted. */
  readonly storePaths: readonly StorePath[];
  /** By `.drv` path, all that these need included. */
  readonly derivations: Readonly<Record<StorePath, string>>;
  /** Each after those that it refers to. */
  readonly storeSources: readonly StoreSource[];
}

/** Looks through all strings of a value: data as a HomeDescription is. */
export const needsOf = (value: unknown): Needs => {
  if (!anyKnown()) return { storePaths: [], derivations: {}, storeSources: [] };
  const storePaths = new Set<StorePath>();
  const derivations = new Map<StorePath, string>();
  const sources = new Map<StorePath, StoreSource>();

  const addDerivation = (drvPath: StorePath): void => {
    if (derivations.has(drvPath)) return;
    const { text, derivation } = derivationAt(drvPath);
    derivations.set(drvPath, text);
    for (const input of Object.keys(derivation.inputDerivations)) addDerivation(input as StorePath);
    for (const path of derivation.inputSources) add(knownBy(digestOf(path)));
  };

  const addSource = (source: StoreSource): void => {
    if (sources.has(source.path)) return;
    if (source.type === "text") for (const path of source.references) add(knownBy(digestOf(path)));
    sources.set(source.path, source);
  };

  const add = (known: Known | undefined): void => {
    if (known?.type === "source") addSource(known.source);
    else if (known?.type === "output" || known?.type === "derivation") addDerivation(known.made.drvPath);
  };

  for (const digest of digestsIn(currentSession().storeDir, stringsIn(value))) {
    const known = knownBy(digest);
    if (known === undefined) continue;
    storePaths.add(namedPath(known));
    add(known);
  }
  return {
    storePaths: [...storePaths].sort(),
    derivations: Object.fromEntries([...derivations].sort(([a], [b]) => (a < b ? -1 : 1))),
    storeSources: [...sources.values()],
  };
};

const namedPath = (known: Known): StorePath => {
  switch (known.type) {
    case "output":
      return known.made.outputs[known.output]!;
    case "derivation":
      return known.made.drvPath;
    case "source":
      return known.source.path;
    case "present":
      return known.path;
  }
};

/** Names of entries too: a store path may well be a key. How a package is made is no need of the home's. */
function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const element of value) yield* stringsIn(element);
  else if (typeof value === "object" && value !== null) {
    const { type, base64 } = value as { type?: unknown; base64?: unknown };
    if (type === "bytes" && typeof base64 === "string") yield Buffer.from(base64, "base64").toString();
    for (const [name, inner] of Object.entries(value)) {
      yield name;
      if (name !== "drvPath") yield* stringsIn(inner);
    }
  }
}
