/** Puts store paths into a cache, with all that they refer to, so that whoever finds one there finds the rest. */

import * as crypto from "node:crypto";
import { LaresError } from "../base/errors.ts";
import { inParallel } from "../base/in-parallel.ts";
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import { randomName } from "../base/random-name.ts";
import { encodeBase32 } from "../format/base32.ts";
import { parseHash } from "../format/hash.ts";
import { formatNarInfo, type NarCompression, type NarInfo } from "../format/narinfo.ts";
import { type SecretKey, sign } from "../format/signature.ts";
import type { LocalStore, PathInfo } from "../store/store.ts";
import { makeDirectories } from "../system/files.ts";
import { narInfoName } from "./binary-cache.ts";
import type { CacheContent, CacheFiles } from "./cache-files.ts";
import { cacheInfoName, formatCacheInfo, otherStore, parseCacheInfo } from "./cache-info.ts";
import { packNar } from "./pack-nar.ts";

export interface PushOptions {
  readonly keys: readonly SecretKey[];
  readonly compression: NarCompression;
  /** Uploads at a time. */
  readonly parallel: number;
  /** A folder for packed NARs that are too large for memory. */
  readonly aside: AbsolutePath;
  readonly signal: AbortSignal;
  readonly onPushed?: (path: StorePath, bytes: number) => void;
}

export interface Pushed {
  /** Uploaded now; references come first. */
  readonly pushed: readonly StorePath[];
  /** Sorted. */
  readonly present: readonly StorePath[];
  /** Bytes uploaded. */
  readonly bytes: number;
}

/**
 * Uploads what is missing. A NAR comes before its narinfo, and narinfos in the order of references: whatever the moment at
 * which it is interrupted, all that the cache says of itself is true, and the next push goes on from there. Throws
 * `not-in-store`, `cache-store-mismatch`, `store-object-damaged`, and what the cache answers.
 */
export const pushPaths = async (
  store: LocalStore,
  files: CacheFiles,
  paths: readonly StorePath[],
  options: PushOptions,
): Promise<Pushed> => {
  for (const path of paths) if (!store.protect(path)) throw notInStore(path);
  await assertCache(store, files, options.signal);
  const infos = referencesFirst(store, store.closure(paths));
  const there = await inParallel(infos, files.parallel, ({ path }) =>
    files.has(narInfoName(path), options.signal),
  );
  const missing = infos.filter((_, at) => !there[at]);
  const done = new Map<StorePath, Promise<unknown>>();
  let bytes = 0;
  await inParallel(missing, options.parallel, async (info) => {
    const work = pushOne(files, info, done, options);
    work.catch(() => {});
    done.set(info.path, work);
    const size = await work;
    bytes += size;
    options.onPushed?.(info.path, size);
  });
  return {
    pushed: missing.map(({ path }) => path),
    present: infos.flatMap(({ path }, at) => (there[at] ? [path] : [])).sort(),
    bytes,
  };
};

/** Gives the bytes uploaded. */
const pushOne = async (
  files: CacheFiles,
  info: PathInfo,
  done: ReadonlyMap<StorePath, Promise<unknown>>,
  { keys, compression, aside, signal }: PushOptions,
): Promise<number> => {
  makeDirectories(aside, 0o700);
  const nar = await packNar(info, compression, below(aside, `.lares-tmp-${randomName(6)}`), signal);
  try {
    const url = `nar/${encodeBase32(nar.sha256)}.nar${extensions[compression]}`;
    const isThere = await files.has(url, signal);
    if (!isThere) {
      const record = below(
        aside,
        `upload-${crypto.hash("sha256", `${files.url}\n${url}`).slice(0, 32)}.json`,
      );
      await files.write(url, { ...nar, type: "application/x-nix-nar", record }, signal);
    }
    for (const reference of info.references) if (reference !== info.path) await done.get(reference);
    const narInfo = describe(info, keys, {
      url,
      compression,
      fileHash: { algorithm: "sha256", bytes: nar.sha256 },
      fileSize: nar.size,
    });
    await files.write(
      narInfoName(info.path),
      textContent(formatNarInfo(narInfo), "text/x-nix-narinfo"),
      signal,
    );
    return isThere ? 0 : nar.size;
  } finally {
    nar.discard();
  }
};

/** What a cache says of a path of this store, with the signatures that the store knows and those of `keys`. */
export const describe = (
  { path, narHash, narSize, references, deriver, signatures = [], ca }: PathInfo,
  keys: readonly SecretKey[],
  file: Pick<NarInfo, "url" | "compression" | "fileHash" | "fileSize">,
): NarInfo => {
  const signed = { path, narHash: parseHash(narHash)!, narSize, references };
  return {
    ...signed,
    ...file,
    ...(deriver !== undefined && { deriver }),
    signatures: [...new Set([...signatures, ...keys.map((key) => sign(key, signed))])],
    ...(ca !== undefined && { ca }),
  };
};

const extensions: Readonly<Record<NarCompression, string>> = {
  none: "",
  xz: ".xz",
  bzip2: ".bz2",
  gzip: ".gz",
  zstd: ".zst",
  br: ".br",
};

/** Makes a cache where there is none. */
const assertCache = async (store: LocalStore, files: CacheFiles, signal: AbortSignal): Promise<void> => {
  const text = (await files.read(cacheInfoName, signal))?.toString("utf8");
  if (text === undefined) {
    const fresh = formatCacheInfo({ storeDir: store.directory, priority: ownPriority, wantMassQuery: true });
    await files.write(cacheInfoName, textContent(fresh, "text/x-nix-cache-info"), signal);
    return;
  }
  const { storeDir } = parseCacheInfo(text, files.url);
  if (storeDir !== store.directory) throw otherStore(files.url, storeDir, store.directory);
};

/** A cache of one's own is asked before cache.nixos.org, whose priority is 40. */
export const ownPriority = 30;

const textContent = (text: string, type: string): CacheContent => {
  const bytes = Buffer.from(text);
  return { type, size: bytes.length, sha256: crypto.hash("sha256", bytes, "buffer"), from: bytes };
};

const referencesFirst = (store: LocalStore, paths: readonly StorePath[]): readonly PathInfo[] => {
  const ordered = new Map<StorePath, PathInfo>();
  const infos = new Map(paths.map((path) => [path, store.queryPathInfo(path)]));
  const seen = new Set<StorePath>();
  for (const start of paths) {
    const stack = [start];
    while (stack.length > 0) {
      const path = stack.at(-1)!;
      const info = infos.get(path);
      const ahead = seen.has(path)
        ? []
        : (info?.references ?? []).filter((reference) => !seen.has(reference));
      seen.add(path);
      if (ahead.length > 0) stack.push(...ahead);
      else {
        stack.pop();
        if (info !== undefined) ordered.set(path, info);
      }
    }
  }
  return [...ordered.values()];
};

const notInStore = (path: StorePath): LaresError =>
  new LaresError({
    code: "not-in-store",
    message: `${path} is no object of the store`,
    hint: "lares store path-info lists all of them",
  });
