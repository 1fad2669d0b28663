/** From a configuration to its generation in the store, doing only what changed since the last time. */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import type { PreparedGeneration } from "../build/generation.ts";
import { findConfig } from "../config/find.ts";
import { findHost } from "../config/host.ts";
import type { InputStamp } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import type { Pack } from "../store/content-pack.ts";
import type { KnownFile } from "../store/load-tree.ts";
import type { LocalStore } from "../store/store.ts";
import { lstat } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import {
  type CachedHome,
  type CacheSubject,
  countHeldSources,
  evaluationHolds,
  packFile,
  readCachedDescription,
  readCachedHome,
  readLearntFiles,
  writeCachedHome,
} from "./home-cache.ts";
import type { HomeRequest } from "./load-home.ts";
import type { LearntContents } from "./pack-contents.ts";
import type { PlannedRealisation } from "./realise-home.ts";

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
  /** What a switch would download and build first; absent where nothing is missing. */
  readonly realisation?: PlannedRealisation;
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
  const opened = await lazyStore(request.places);
  try {
    const { evaluated, prepared } = await prepare(request, subject, cached, held, (described) =>
      realiseNeeds(request, opened, described),
    );
    const { warnings } = prepared;
    const { readRecord } = await import("../build/generation-record.ts");
    const known = current !== undefined && readRecord(current)?.effectKey === prepared.record.effectKey;
    const { addGeneration } = await import("../build/generation.ts");
    const store = opened.store();
    const path = known && store.protect(current) ? current : addGeneration(store, prepared).path;
    remember(subject, evaluated, { generation: path, warnings });
    const used = await use({ file: subject.file, generation: path, warnings });
    if (cached !== undefined) await packIfDue(subject, path, evaluated, prepared);
    return used;
  } finally {
    opened.close();
  }
};

/** Not before the second build: a home that is never edited needs no pack. */
const packIfDue = async (
  subject: CacheSubject,
  generation: StorePath,
  { learnt }: Evaluated,
  { tree }: PreparedGeneration,
): Promise<void> => {
  const { isPackDue, packContents } = await import("./pack-contents.ts");
  if (isPackDue(learnt)) packContents(subject, { generation }, tree, learnt.files);
};

/** What the home names in the store stays protected until the generation that refers to it is registered. */
const realiseNeeds = async (
  { places, builds, onStage }: HomeRequest,
  opened: LazyStore,
  { description, inputs }: Described,
): Promise<undefined> => {
  if (description.storePaths.length === 0) return;
  onStage?.("looking for packages");
  const { realiseHome } = await import("./realise-home.ts");
  const files = inputs.map(({ path }) => path);
  await realiseHome(places, opened.store(), description, builds, files);
};

/** Opened when it is first needed: a configuration that fails makes no store. */
interface LazyStore {
  store(): LocalStore;
  close(): void;
}

const lazyStore = async (places: Places): Promise<LazyStore> => {
  const { openStore } = await import("../store/open-store.ts");
  let store: LocalStore | undefined;
  return {
    store: () => {
      store ??= openStore(places);
      return store;
    },
    close: () => store?.close(),
  };
};

/** Evaluates and reads what the build would, for `lares plan`: nothing is written but caches. */
export const prepareHome = async (request: HomeRequest): Promise<PreparedHome> => {
  const subject = await findSubject(request);
  const cached = readCachedHome(subject);
  const held = cached === undefined ? nothingHeld : look(cached);
  const dry = { ...request, locking: { ...request.locking, dry: true } };
  let realisation: PlannedRealisation | undefined;
  const { evaluated, prepared } = await prepare(dry, subject, cached, held, async ({ description }) => {
    if (description.storePaths.length === 0) return undefined;
    const { foreseeHome } = await import("./realise-home.ts");
    realisation = await foreseeHome(request.places, description, request.builds);
    return new Set(description.storePaths);
  });
  return {
    file: subject.file,
    description: evaluated.description,
    prepared,
    warnings: prepared.warnings,
    ...(realisation !== undefined && { realisation }),
  };
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
  /** Its pack is there as long as it proves to be whole. */
  readonly learnt: LearntContents;
  readonly loaded: readonly string[];
  readonly fromCache: boolean;
}

/** `onDescribed` gives store paths that are not there yet and are to be taken for there. */
const prepare = async (
  request: HomeRequest,
  subject: CacheSubject,
  cached: CachedHome | undefined,
  held: Held,
  onDescribed: (described: Described) => Promise<ReadonlySet<StorePath> | undefined>,
): Promise<{ evaluated: Evaluated; prepared: PreparedGeneration }> => {
  const { stampSources } = await import("./source-stamps.ts");
  const { prepareGeneration } = await import("../build/generation.ts");
  const { storeDir } = request.places;
  const { knownContents } = await import("./known-contents.ts");
  const described =
    (held.evaluation ? describedBefore(subject, cached) : undefined) ??
    (await evaluate(request, subject, cached));
  await lookForDownloads(request, subject, described.description);
  const foreseen = await onDescribed(described);
  const before = cached?.sources ?? [];
  const sources = stampSources(described.description, storeDir, before.slice(0, held.sources));
  const learnt = startLearning(cached === undefined ? { files: {} } : readLearntFiles(subject, cached));
  const pack = learnt.packIn(packFile(subject));
  const known = knownContents(before, learnt.before, sources, learnt.files, pack);
  request.onStage?.("building");
  const prepared = prepareGeneration(storeDir, described.description, known, foreseen);
  return { evaluated: { ...described, sources, learnt }, prepared };
};

/** What this build learns, beside what the last one did; the pack is kept until it is found damaged. */
const startLearning = (before: LearntContents) => {
  let { pack } = before;
  return {
    before: before.files,
    files: {} as Record<string, KnownFile>,
    get pack() {
      return pack;
    },
    packIn: (file: AbsolutePath): Pack | undefined =>
      pack && {
        file,
        digest: pack.digest,
        onDamage: () => {
          pack = undefined;
        },
      },
  };
};

/** Where downloads come from is no part of the home, so it is said for each run. */
const lookForDownloads = async (
  { locking: { vendored, offline = false } = {} }: HomeRequest,
  { file }: CacheSubject,
  { packageSettings }: HomeDescription,
): Promise<void> => {
  const { lookNearby } = await import("../fetch/nearby.ts");
  const folders = [vendored, packageSettings.vendor].filter((folder) => typeof folder === "string");
  lookNearby({ folder: dirname(file), vendored: folders, offline });
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
