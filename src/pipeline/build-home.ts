/** From a configuration to its generation in the store, doing only what changed since the last time. */
import { randomUUID } from "node:crypto";
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import type { PreparedGeneration } from "../build/generation.ts";
import { findConfig } from "../config/find.ts";
import { findHost } from "../config/host.ts";
import { type InputStamp, inputsUnchanged } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import { lstat } from "../system/files.ts";
import {
  buildHolds,
  type CachedHome,
  type CacheSubject,
  evaluationHolds,
  readCachedDescription,
  readCachedHome,
  writeCachedHome,
} from "./home-cache.ts";
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
  if (cached !== undefined && stillHolds(cached)) return await use({ ...cached, file: subject.file });
  const { evaluated, prepared } = await prepare(request, subject, cached);
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
  const { evaluated, prepared } = await prepare(request, subject, readCachedHome(subject));
  return { file: subject.file, description: evaluated.description, prepared, warnings: prepared.warnings };
};

const findSubject = async ({ places, cwd, config, hostChoice }: HomeRequest): Promise<CacheSubject> => ({
  file: await findConfig({ cwd, places, ...(config !== undefined && { flag: config }) }),
  host: findHost(process.env, places.home),
  ...(hostChoice !== undefined && { hostChoice }),
  places,
});

const stillHolds = (cached: CachedHome): boolean =>
  evaluationHolds(cached) && buildHolds(cached) && lstat(cached.generation) !== undefined;

/** A description with what it was evaluated from and what its sources were before they were read. */
interface Evaluated {
  readonly id: string;
  readonly description: HomeDescription;
  readonly inputs: readonly InputStamp[];
  readonly sources: readonly InputStamp[];
  readonly loaded: readonly string[];
  readonly fromCache: boolean;
}

const prepare = async (
  request: HomeRequest,
  subject: CacheSubject,
  cached: CachedHome | undefined,
): Promise<{ evaluated: Evaluated; prepared: PreparedGeneration }> => {
  const { stampSources } = await import("./source-stamps.ts");
  const { prepareGeneration } = await import("../build/generation.ts");
  const { storeDir } = request.places;
  const described = describedBefore(subject, cached) ?? (await evaluate(request, subject, cached));
  const sources = stampSources(described.description, storeDir);
  const prepared = prepareGeneration(storeDir, described.description);
  return { evaluated: { ...described, sources }, prepared };
};

type Described = Omit<Evaluated, "sources">;

const describedBefore = (subject: CacheSubject, cached: CachedHome | undefined): Described | undefined => {
  if (cached === undefined || !inputsUnchanged(cached.inputs)) return undefined;
  const description = readCachedDescription(subject, cached);
  return description && { ...cached, description, fromCache: true };
};

const evaluate = async (
  request: HomeRequest,
  { file }: CacheSubject,
  cached: CachedHome | undefined,
): Promise<Described> => {
  const { describeLoaded, loadHomeFrom } = await import("./load-home.ts");
  const home = await loadHomeFrom(file, {
    ...request,
    ...(cached !== undefined && { preload: cached.loaded }),
  });
  const { description, failedAssertions, loaded } = await describeLoaded(home);
  if (failedAssertions.length > 0) throw assertionsFailed(file, failedAssertions);
  const inputs = [...home.config.inputs, ...home.lookedAt.values()];
  return { id: randomUUID(), description, inputs, loaded, fromCache: false };
};

const remember = (
  subject: CacheSubject,
  { id, inputs, sources, loaded, description, fromCache }: Evaluated,
  { generation, warnings }: Pick<CachedHome, "generation" | "warnings">,
): void =>
  writeCachedHome(
    subject,
    { id, inputs, sources, loaded, generation, warnings },
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
