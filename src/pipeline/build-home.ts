/** From a configuration to its generation in the store, doing only what changed since the last time. */
import { randomUUID } from "node:crypto";
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import type { PreparedGeneration } from "../build/generation.ts";
import { findConfig } from "../config/find.ts";
import { findHost } from "../config/host.ts";
import type { InputStamp } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import type { KnownFile } from "../store/load-tree.ts";
import { lstat } from "../system/files.ts";
import {
  type CachedHome,
  type CacheSubject,
  countHeldSources,
  evaluationHolds,
  readCachedDescription,
  readCachedHome,
  readLearntFiles,
  writeCachedHome,
} from "./home-cache.ts";
import type { LearntFiles } from "./known-contents.ts";
import type { HomeRequest } from "./load-home.ts";

export interface BuiltHome {
  readonly file: AbsolutePath;
  /** Valid, and safe from collection while `use` runs. */
  readonly generation: StorePath;
  readonly warnings: readonly string[];
}

/** A home evaluated and read, with nothing written. */
export interface PreparedHome {
  readonly file: AbsolutePath;
  readonly description: HomeDescription;
  readonly prepared: PreparedGeneration;
  readonly warnings: readonly string[];
}

/**
 * Builds and hands the generation to `use`. `current` is the active generation, given back where it already has the
 * same effect, so that a moved line or a comment makes no new one. Throws `failed-assertions` with all that fail.
 */
export const buildHome = async <T>(
  request: HomeRequest,
  current: StorePath | undefined,
  use: (built: BuiltHome) => T,
): Promise<Awaited<T>> => {
  const subject = await findSubject(request);
  const cached = readCachedHome(subject);
  const held = cached === undefined ? nothingHeld : look(cached);
  if (cached !== undefined && held.all) return await use({ ...cached, file: subject.file });
  const { evaluated, prepared } = await prepare(request, subject, cached, held);
  const { warnings } = prepared;
  const { readRecord } = await import("../build/generation-record.ts");
  const known = current !== undefined && readRecord(current)?.effectKey === prepared.record.effectKey;
  const { addGeneration } = await import("../build/generation.ts");
  const { openStore } = await import("../store/open-store.ts");
  const store = openStore(request.places);
  try {
    const path = known && store.protect(current) ? current : addGeneration(store, prepared).path;
    remember(subject, evaluated, { generation: path, warnings });
    return await use({ file: subject.file, generation: path, warnings });
  } finally {
    store.close();
  }
};

/** Evaluates and reads what the build would, for `lares plan`: nothing is written but caches. */
export const prepareHome = async (request: HomeRequest): Promise<PreparedHome> => {
  const subject = await findSubject(request);
  const cached = readCachedHome(subject);
  const held = cached === undefined ? nothingHeld : look(cached);
  const dry = { ...request, locking: { ...request.locking, dry: true } };
  const { evaluated, prepared } = await prepare(dry, subject, cached, held);
  return { file: subject.file, description: evaluated.description, prepared, warnings: prepared.warnings };
};

/** What a request's outcome depends on beside files: under this it is cached. */
export const findSubject = async ({
  places,
  cwd,
  config,
  hostChoice,
}: HomeRequest): Promise<CacheSubject> => ({
  file: await findConfig({ cwd, places, ...(config !== undefined && { flag: config }) }),
  host: findHost(process.env, places.home),
  ...(hostChoice !== undefined && { hostChoice }),
  places,
});

/** What of the cache is as it was, each file looked at once. */
interface Held {
  readonly evaluation: boolean;
  /** As many of the sources, from the first on, were found unchanged. */
  readonly sources: number;
  /** All of it, and the generation is there. */
  readonly all: boolean;
}

const nothingHeld: Held = { evaluation: false, sources: 0, all: false };

const look = (cached: CachedHome): Held => {
  const evaluation = evaluationHolds(cached);
  const sources = evaluation ? countHeldSources(cached) : 0;
  const all = evaluation && sources === cached.sources.length && lstat(cached.generation) !== undefined;
  return { evaluation, sources, all };
};

/** A description with what it was evaluated from and what its sources were before they were read. */
interface Evaluated {
  readonly id: string;
  readonly description: HomeDescription;
  readonly inputs: readonly InputStamp[];
  readonly sources: readonly InputStamp[];
  readonly learnt: LearntFiles;
  readonly loaded: readonly string[];
  readonly fromCache: boolean;
}

const prepare = async (
  request: HomeRequest,
  subject: CacheSubject,
  cached: CachedHome | undefined,
  held: Held,
): Promise<{ evaluated: Evaluated; prepared: PreparedGeneration }> => {
  const { stampSources } = await import("./source-stamps.ts");
  const { prepareGeneration } = await import("../build/generation.ts");
  const { storeDir } = request.places;
  const { knownContents } = await import("./known-contents.ts");
  const described =
    (held.evaluation ? describedBefore(subject, cached) : undefined) ??
    (await evaluate(request, subject, cached));
  const before = cached?.sources ?? [];
  const sources = stampSources(described.description, storeDir, before.slice(0, held.sources));
  const files = cached === undefined ? {} : readLearntFiles(subject, cached);
  const learnt: Record<string, KnownFile> = {};
  const known = knownContents(before, files, sources, learnt);
  request.onStage?.("building");
  const prepared = prepareGeneration(storeDir, described.description, known);
  return { evaluated: { ...described, sources, learnt }, prepared };
};

type Described = Omit<Evaluated, "sources" | "learnt">;

const describedBefore = (subject: CacheSubject, cached: CachedHome | undefined): Described | undefined => {
  if (cached === undefined) return undefined;
  const description = readCachedDescription(subject, cached);
  return description && { ...cached, description, fromCache: true };
};

const evaluate = async (
  request: HomeRequest,
  { file }: CacheSubject,
  cached: CachedHome | undefined,
): Promise<Described> => {
  request.onStage?.(`evaluating ${file.slice(file.lastIndexOf("/") + 1)}`);
  const { describeLocked } = await import("./lock-home.ts");
  const { home, described, unlocked } = await describeLocked(file, {
    ...request,
    ...(cached !== undefined && { preload: cached.loaded }),
  });
  const { description, failedAssertions, loaded } = described;
  if (failedAssertions.length > 0) throw assertionsFailed(file, failedAssertions);
  const inputs = [
    ...home.config.inputs,
    ...home.lookedAt.values(),
    ...(unlocked.length > 0 ? [neverTheSame] : []),
  ];
  return { id: randomUUID(), description, inputs, loaded, fromCache: false };
};

/** What is to be locked yet is looked for by every run. */
const neverTheSame: InputStamp = { path: "/", size: -2, mtimeMs: 0, inode: 0 };

const remember = (
  subject: CacheSubject,
  { id, inputs, sources, learnt, loaded, description, fromCache }: Evaluated,
  { generation, warnings }: Pick<CachedHome, "generation" | "warnings">,
): void =>
  writeCachedHome(
    subject,
    { id, inputs, sources, loaded, generation, warnings },
    learnt,
    fromCache ? undefined : description,
  );

export const assertionsFailed = (file: string, messages: readonly string[]): LaresError =>
  new LaresError({
    code: "failed-assertions",
    message:
      messages.length === 1
        ? "an assertion of the configuration fails"
        : `${messages.length} assertions of the configuration fail`,
    details: messages,
    place: { file },
    hint: "each message says what has to change; nothing was written",
  });
