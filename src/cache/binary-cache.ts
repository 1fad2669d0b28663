/** A binary cache as a substituter: asks many at a time, believes only what is signed, remembers what it was told. */
import { LaresError } from "../base/errors.ts";
import { inParallel } from "../base/in-parallel.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { formatHash } from "../format/hash.ts";
import { type NarInfo, parseNarInfo } from "../format/narinfo.ts";
import type { PublicKey } from "../format/signature.ts";
import { digestOf } from "../format/store-path.ts";
import { admitSoon } from "./admission.ts";
import type { AnswerMemory } from "./answer-memory.ts";
import type { CacheFiles } from "./cache-files.ts";
import { fetchNar } from "./fetch-nar.ts";
import type { FetchOptions, Substitute, Substituter } from "./substituter.ts";
import { judge } from "./trust.ts";

export interface BinaryCache {
  readonly files: CacheFiles;
  readonly priority: number;
  readonly storeDir: AbsolutePath;
  readonly keys: readonly PublicKey[];
  readonly memory?: AnswerMemory;
  readonly onWarning: (message: string) => void;
}

/** What a cache has of a path, with what only caches know. */
export interface CachedPath extends Substitute {
  readonly info: NarInfo;
  readonly files: CacheFiles;
}

/** A cache that cannot be reached is warned about once, and then has nothing. */
export const createSubstituter = (cache: BinaryCache): Substituter => {
  const { files, onWarning } = cache;
  let down = false;
  return {
    url: files.url,
    priority: cache.priority,
    query: async (paths, signal) => {
      if (down || paths.length === 0) return new Map();
      try {
        return await queryPaths(cache, paths, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof LaresError)) throw error;
        down = true;
        onWarning(`the cache ${files.url} is left out: ${[error.message, ...error.details].join("; ")}`);
        return new Map();
      }
    },
  };
};

/** What the cache has of these paths and may be believed. Throws `unreachable`, `cache-refused`. */
export const queryPaths = async (
  cache: BinaryCache,
  paths: readonly StorePath[],
  signal: AbortSignal,
): Promise<ReadonlyMap<StorePath, CachedPath>> => {
  const texts = await narInfoTexts(cache, paths, signal);
  const found = new Map<StorePath, CachedPath>();
  const distrusted: string[] = [];
  for (const path of paths) {
    const text = texts.get(path);
    if (text == null) continue;
    const info = believed(cache, path, text);
    if (typeof info === "string") distrusted.push(`${path} has ${info}`);
    else found.set(path, substituteFor(cache, info));
  }
  warnOf(cache, distrusted);
  return found;
};

const narInfoTexts = async (
  { files, memory }: BinaryCache,
  paths: readonly StorePath[],
  signal: AbortSignal,
): Promise<ReadonlyMap<StorePath, string | null>> => {
  const names = new Map(paths.map((path) => [path, narInfoName(path)]));
  const known = memory?.recall(files.url, [...names.values()]) ?? new Map<string, string | null>();
  const unknown = [...new Set(names.values())].filter((name) => !known.has(name));
  const answers = await inParallel(unknown, files.parallel, async (name) => {
    signal.throwIfAborted();
    const bytes = await files.read(name, signal);
    return [name, bytes === undefined ? null : bytes.toString("utf8")] as const;
  });
  if (answers.length > 0) memory?.remember(files.url, answers);
  const all = new Map([...known, ...answers]);
  return new Map([...names].map(([path, name]) => [path, all.get(name) ?? null]));
};

export const narInfoName = (path: StorePath): string => `${digestOf(path)}.narinfo`;

/** What is wrong with it, where it is not to be believed. */
const believed = (
  { files, storeDir, keys }: BinaryCache,
  path: StorePath,
  text: string,
): NarInfo | string => {
  const from = `${files.url}/${narInfoName(path)}`;
  try {
    const info = parseNarInfo(storeDir, text, from);
    if (info.path !== path) return `a description of ${info.path} in its place`;
    const trust = judge(storeDir, info, keys);
    return trust.trusted ? info : trust.why;
  } catch (error) {
    if (error instanceof LaresError && error.code === "bad-narinfo")
      return `a bad description: ${error.message}`;
    throw error;
  }
};

const warnOf = ({ files, memory, onWarning }: BinaryCache, distrusted: readonly string[]): void => {
  if (distrusted.length === 0) return;
  const more = distrusted.length === 1 ? "" : ` (and ${distrusted.length - 1} more)`;
  onWarning(`not taken from the cache ${files.url}: ${distrusted[0]}${more}`);
  const names = distrusted.map((text) => narInfoName(text.slice(0, text.indexOf(" ")) as StorePath));
  memory?.forget(files.url, names);
};

const substituteFor = (cache: BinaryCache, info: NarInfo): CachedPath => {
  const { files, memory } = cache;
  const downloadSize = info.fileSize ?? (info.compression === "none" ? info.narSize : undefined);
  return {
    info,
    files,
    path: info.path,
    references: info.references.filter((reference) => reference !== info.path),
    narSize: info.narSize,
    narHash: formatHash(info.narHash, "base16"),
    ...(downloadSize !== undefined && { downloadSize }),
    fetch: async (store, options) => {
      if (store.protect(info.path) && !options.replace) return;
      const incoming = await download(files, info, store, options, memory);
      await admitSoon(store, [incoming], options.replace);
    },
    receive: (store, options) => download(files, info, store, options, memory),
  };
};

/** What a cache was said to have and has not any more is asked for anew the next time. */
const download = async (
  files: CacheFiles,
  info: NarInfo,
  store: Parameters<Substitute["fetch"]>[0],
  options: FetchOptions,
  memory: AnswerMemory | undefined,
) => {
  try {
    return await fetchNar(files, info, store, options);
  } catch (error) {
    if (error instanceof LaresError) memory?.forget(files.url, [narInfoName(info.path)]);
    throw error;
  }
};
