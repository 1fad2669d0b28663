/**
 * What the last build of a configuration came to, and all that it depended on. With nothing changed, the generation is
 * known by stat alone; with only source files changed, evaluation is skipped.
 *
 * Four files for each configuration: a small head, read on every switch, and the description, the hashes of sources and
 * the pack of their contents, read when something has to be built. All may go at any time.
 */
import type { Host } from "../base/host.ts";
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import type { HostChoice } from "../config/hosts.ts";
import { countUnchanged, type InputStamp, inputsUnchanged } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import { removeTree, replaceFile } from "../system/durable.ts";
import { makeDirectories, readTextIfAny } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import type { LearntContents } from "./pack-contents.ts";
import { buildIdentity } from "./program.ts";

/** What the outcome depends on beside the contents of files. */
export interface CacheSubject {
  readonly file: AbsolutePath;
  readonly host: Host;
  readonly hostChoice?: HostChoice;
  readonly places: Places;
}

export interface CachedHome {
  /** The build of Lares that wrote this. */
  readonly build: string;
  /** What it is about, in full. */
  readonly subject: string;
  /** Also in the description that this head speaks of. */
  readonly id: string;
  /** The configuration's own files. */
  readonly inputs: readonly InputStamp[];
  /** The files and folders that its entries name as sources. */
  readonly sources: readonly InputStamp[];
  /** Modules of the library that were used. */
  readonly loaded: readonly string[];
  readonly generation: StorePath;
  readonly warnings: readonly string[];
}

export const readCachedHome = (subject: CacheSubject): CachedHome | undefined => {
  const text = readTextIfAny(headFile(subject));
  const cached = text === undefined ? undefined : parse<CachedHome>(text);
  return cached?.build === buildIdentity() && cached.subject === nameOf(subject) ? cached : undefined;
};

/** Whether evaluating again would give the same description. */
export const evaluationHolds = ({ inputs }: CachedHome): boolean => inputsUnchanged(inputs);

/**
 * How many sources, from the first on, are as they were; with all of them, building that description again would give the
 * same generation.
 */
export const countHeldSources = ({ sources }: CachedHome): number => countUnchanged(sources);

export const readCachedDescription = (
  subject: CacheSubject,
  { id }: CachedHome,
): HomeDescription | undefined => {
  const text = readTextIfAny(descriptionFile(subject));
  const stored = text === undefined ? undefined : parse<StoredDescription>(text);
  return stored?.id === id ? stored.description : undefined;
};

/** What the sources of the cached generation held, by their paths. */
export const readLearntFiles = (subject: CacheSubject, { generation }: CachedHome): LearntContents => {
  const text = readTextIfAny(learntFile(subject));
  const stored = text === undefined ? undefined : parse<StoredFiles>(text);
  return stored?.generation === generation ? stored : { files: {} };
};

export const writeLearntFiles = (
  subject: CacheSubject,
  generation: StorePath,
  { files, pack }: LearntContents,
): void => {
  const stored: StoredFiles = { generation, ...(pack && { pack }), files };
  replaceFile(learntFile(subject), JSON.stringify(stored), { mode: 0o600 });
};

/** Without a description, the one that `cached.id` stands for stays. */
export const writeCachedHome = (
  subject: CacheSubject,
  cached: Omit<CachedHome, "build" | "subject">,
  learnt: LearntContents,
  description: HomeDescription | undefined,
): void => {
  makeDirectories(folder(subject), 0o700);
  writeLearntFiles(subject, cached.generation, learnt);
  if (description !== undefined) {
    const stored: StoredDescription = { id: cached.id, description };
    replaceFile(descriptionFile(subject), JSON.stringify(stored), { mode: 0o600 });
  }
  const head: CachedHome = { build: buildIdentity(), subject: nameOf(subject), ...cached };
  replaceFile(headFile(subject), JSON.stringify(head), { mode: 0o600 });
};

/** For when a generation that was built is not to be trusted any more. */
export const forgetCachedHomes = (places: Places): void => removeTree(homesFolder(places));

interface StoredDescription {
  readonly id: string;
  readonly description: HomeDescription;
}

/** Its generation tells whether it belongs to the head: equal generations have equal contents. */
interface StoredFiles extends LearntContents {
  readonly generation: StorePath;
}

const homesFolder = ({ cacheDir }: Places): AbsolutePath => below(cacheDir, "homes");
const folder = ({ places }: CacheSubject): AbsolutePath => homesFolder(places);
const headFile = (subject: CacheSubject): AbsolutePath => below(folder(subject), `${keyOf(subject)}.json`);
const descriptionFile = (subject: CacheSubject): AbsolutePath =>
  below(folder(subject), `${keyOf(subject)}.description.json`);
const learntFile = (subject: CacheSubject): AbsolutePath =>
  below(folder(subject), `${keyOf(subject)}.contents.json`);

export const packFile = (subject: CacheSubject): AbsolutePath =>
  below(folder(subject), `${keyOf(subject)}.pack`);

/** Loading node:crypto costs 5 ms. Two subjects with the same key only take each other's place: the head says whose it is. */
const keyOf = (subject: CacheSubject): string => {
  let sum = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(nameOf(subject)))
    sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n);
  return sum.toString(16).padStart(16, "0");
};

const nameOf = ({ file, host, hostChoice, places }: CacheSubject): string =>
  JSON.stringify([
    file,
    host,
    hostChoice ?? {},
    places.storeDir,
    places.anchor,
    process.env.LARES_PACKAGE_INDEX,
  ]);

/** A damaged cache is no cache. */
const parse = <T>(text: string): T | undefined => {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
