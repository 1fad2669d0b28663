/**
 * All derivations and sources that configurations have made in this process, and what the evaluation that is going on
 * makes them for.
 *
 * Strings carry no notes of what they were made of. Instead every store path that is made here is known by its digest,
 * so that a path found in any string says what has to be there for it. A digest stands for one content whatever the
 * evaluation, so what is known is never forgotten: a configuration that is evaluated a second time in one process
 * may well hold on to strings of the first time.
 */
import type { Place } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { digestOf } from "../format/store-path.ts";
import type { StoreSource } from "../home/description.ts";
import { findPlaces } from "../system/places.ts";
import { digestsIn } from "./digests.ts";
import {
  computeDerivation,
  type DerivationSpecification,
  type Inputs,
  type Instantiated,
} from "./instantiate.ts";
import { isMuslHere, systemOf } from "./platform.ts";

/** What derivations are made for. */
export interface DerivationSession {
  readonly storeDir: AbsolutePath;
  /** Of the home's host: `x86_64-linux`. */
  readonly system: string;
  /** Whether the system's C library is musl: the same system to derivations, another to ready-made programs. */
  readonly musl?: boolean;
  /** Where the relative paths of sources begin: the configuration's folder. */
  readonly folder: AbsolutePath;
  /** Called with each path outside the store before it is read: evaluation depends on it from then on. */
  readonly onLook: (path: string) => void;
  /** The place in the configuration that a stack leads to. */
  readonly placeOf?: (stack: string | undefined) => Place | undefined;
}

/** Begins an evaluation: derivations are for this session until the next one begins. */
export const beginSession = (session: DerivationSession): void => {
  current = session;
};

/** The evaluation's; outside of any, that of this machine and its own store. */
export const currentSession = (): DerivationSession => {
  current ??= {
    storeDir: findPlaces().storeDir,
    system: systemOf({ os: process.platform, arch: process.arch }),
    musl: isMuslHere(),
    folder: process.cwd() as AbsolutePath,
    onLook: () => {},
  };
  return current;
};

let current: DerivationSession | undefined;

/** What a digest in a string stands for. */
export type Known =
  | { readonly type: "output"; readonly made: Instantiated; readonly output: string }
  /** The `.drv` file itself. */
  | { readonly type: "derivation"; readonly made: Instantiated }
  | { readonly type: "source"; readonly source: StoreSource }
  /** A path that was in the store before. */
  | { readonly type: "present"; readonly path: StorePath };

/**
 * The derivation for a specification, with the paths of its outputs; nothing is built or written. Whatever its strings
 * name by path becomes its input. Throws `bad-store-name`.
 */
export const instantiate = (specification: DerivationSpecification): Instantiated => {
  const { storeDir } = currentSession();
  const { builder, args = [], environment = {} } = specification;
  const inputs = inputsOf([builder, ...args, ...Object.keys(environment), ...Object.values(environment)]);
  const derivation = computeDerivation(storeDir, specification, inputs, moduloOf);
  noteDerivation(derivation);
  return derivation;
};

export const noteSource = (source: StoreSource): StorePath => {
  made += 1;
  known.set(digestOf(source.path), { type: "source", source });
  return source.path;
};

export const notePresent = (path: StorePath): StorePath => {
  if (!known.has(digestOf(path))) known.set(digestOf(path), { type: "present", path });
  return path;
};

export const knownBy = (digest: string): Known | undefined => known.get(digest);

export const derivationAt = (drvPath: StorePath): Instantiated => {
  const found = known.get(digestOf(drvPath));
  if (found?.type !== "derivation") throw new Error(`no derivation was made for ${drvPath}`);
  return found.made;
};

/** How often a store path was made in this process: whether some code did it shows in the difference. */
export const pathsMade = (): number => made;
let made = 0;

/** Whether any derivation or source was made at all: if not, no string needs to be looked through. */
export const anyKnown = (): boolean => known.size > 0;

/** What strings name by path, as far as it is known. */
export const inputsOf = (strings: Iterable<string>): Inputs => {
  const outputs = new Map<StorePath, Set<string>>();
  const sources = new Set<StorePath>();
  for (const digest of digestsIn(currentSession().storeDir, strings)) {
    const found = known.get(digest);
    if (found?.type === "output") {
      const { drvPath } = found.made;
      outputs.set(drvPath, (outputs.get(drvPath) ?? new Set()).add(found.output));
    } else if (found !== undefined) sources.add(pathOf(found));
  }
  return {
    derivations: Object.fromEntries([...outputs].map(([path, names]) => [path, [...names].sort()])),
    sources: [...sources].sort(),
  };
};

const pathOf = (found: Exclude<Known, { type: "output" }>): StorePath =>
  found.type === "derivation" ? found.made.drvPath : found.type === "source" ? found.source.path : found.path;

const known = new Map<string, Known>();

const noteDerivation = (derivation: Instantiated): void => {
  made += 1;
  known.set(digestOf(derivation.drvPath), { type: "derivation", made: derivation });
  for (const [output, path] of Object.entries(derivation.outputs))
    known.set(digestOf(path), { type: "output", made: derivation, output });
};

const moduloOf = (drvPath: StorePath): string => derivationAt(drvPath).modulo();
