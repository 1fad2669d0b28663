/** The caches of the settings, ready to be asked. */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { parsePublicKey } from "../format/signature.ts";
import { type AnswerMemory, openAnswerMemory } from "./answer-memory.ts";
import { type BinaryCache, createSubstituter } from "./binary-cache.ts";
import { type CacheFiles, openCacheFiles, priorityOf } from "./cache-files.ts";
import { type CacheInfo, cacheInfoName, noCache, otherStore, parseCacheInfo } from "./cache-info.ts";
import type { Substituter } from "./substituter.ts";

export interface CacheSettings {
  /** `https://…`, `file:///…`, `s3://…`; any may carry `?priority=N`. */
  readonly substituters: readonly string[];
  /** `name:base64`. */
  readonly trustedPublicKeys: readonly string[];
  readonly storeDir: AbsolutePath;
  /** Where answers are remembered from one run to the next. */
  readonly cacheDir: AbsolutePath;
  readonly onWarning: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Sorted by priority. Caches that cannot be reached, or are for another store, are warned about and left out. Throws
 * `bad-cache-url` and `bad-key`, which are mistakes in the settings.
 */
export const openSubstituters = async (settings: CacheSettings): Promise<readonly Substituter[]> => {
  const caches = await Promise.all(
    settings.substituters.map(async (url) => {
      const files = await openCacheFiles(url);
      return await openOrWarn(files, url, settings);
    }),
  );
  return caches
    .filter((cache) => cache !== undefined)
    .sort((a, b) => a.priority - b.priority)
    .map(createSubstituter);
};

/** Throws what is wrong with it. */
export const openBinaryCache = async (
  files: CacheFiles,
  url: string,
  settings: Omit<CacheSettings, "substituters">,
): Promise<BinaryCache> => {
  const memory = files.isRemote ? openAnswerMemory(settings.cacheDir) : undefined;
  const info = await readCacheInfo(files, memory, settings.signal);
  if (info === undefined) throw noCache(files.url);
  if (info.storeDir !== settings.storeDir) throw otherStore(files.url, info.storeDir, settings.storeDir);
  return {
    files,
    priority: priorityOf(url) ?? info.priority,
    storeDir: settings.storeDir,
    keys: settings.trustedPublicKeys.map(parsePublicKey),
    onWarning: settings.onWarning,
    ...(memory !== undefined && { memory }),
  };
};

/** Undefined where there is no cache. */
export const readCacheInfo = async (
  files: CacheFiles,
  memory: AnswerMemory | undefined,
  signal: AbortSignal,
): Promise<CacheInfo | undefined> => {
  const known = memory?.recall(files.url, [cacheInfoName]).get(cacheInfoName);
  if (known != null) return parseCacheInfo(known, files.url);
  const text = (await files.read(cacheInfoName, signal))?.toString("utf8");
  if (text === undefined) return undefined;
  const info = parseCacheInfo(text, files.url);
  memory?.remember(files.url, [[cacheInfoName, text]]);
  return info;
};

const openOrWarn = async (
  files: CacheFiles,
  url: string,
  settings: CacheSettings,
): Promise<BinaryCache | undefined> => {
  try {
    return await openBinaryCache(files, url, settings);
  } catch (error) {
    settings.signal.throwIfAborted();
    if (!(error instanceof LaresError) || error.code === "bad-key" || error.code === "bad-cache-url")
      throw error;
    settings.onWarning(`the cache ${files.url} is left out: ${[error.message, ...error.details].join("; ")}`);
    return undefined;
  }
};
