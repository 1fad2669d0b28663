/**
 * A binary cache as the files it is made of, wherever they lie:
 *
 *   nix-cache-info            for which store it is, and how it wants to be asked
 *   <digest>.narinfo          one for each store path
 *   nar/…                     the packed NARs, as the narinfos name them
 */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { shownUrl } from "../fetch/http.ts";

export interface CacheFiles {
  /** As the user wrote it, without a password. */
  readonly url: string;
  /** How many requests at a time are of use. */
  readonly parallel: number;
  /** Whether asking costs so much that answers are worth remembering. */
  readonly isRemote: boolean;
  /** A small file (1 MiB at most); undefined where it is not there. */
  read(name: string, signal: AbortSignal): Promise<Buffer | undefined>;
  /** A file of any size, piece by piece. Throws `not-in-cache` where it is not there. */
  stream(name: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  has(name: string, signal: AbortSignal): Promise<boolean>;
  /** Puts a file there, whole or not at all. */
  write(name: string, content: CacheContent, signal: AbortSignal): Promise<void>;
}

export interface CacheContent {
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Uint8Array;
  /** In memory, or on disk. */
  readonly from: Uint8Array | AbsolutePath;
  /** A file of its own that may say how far an upload has come, for the next one of the same content to the same place. */
  readonly record?: AbsolutePath;
}

/** Bytes of the largest narinfo: a path with 10,000 references. */
export const smallFileLimit = 1024 * 1024;

/** Throws `bad-cache-url`. Asks nothing of the cache yet. */
export const openCacheFiles = async (text: string): Promise<CacheFiles> => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  switch (url?.protocol) {
    case "file:":
      return (await import("./file-cache.ts")).openFileCache(url);
    case "http:":
    case "https:":
      return (await import("./http-cache.ts")).openHttpCache(url);
    case "s3:":
      return (await import("./s3-cache.ts")).openS3Cache(url);
    default:
      throw badCacheUrl(text, "it begins with none of https://, http://, file:///, s3://");
  }
};

/** A parameter of the address that says when a cache is asked, whatever the cache itself says. */
export const priorityOf = (text: string): number | undefined => {
  const given = new URL(text).searchParams.get("priority");
  if (given === null) return undefined;
  if (/^\d{1,6}$/.test(given)) return Number(given);
  throw badCacheUrl(text, "its priority is no whole number");
};

export const badCacheUrl = (text: string, why: string): LaresError =>
  new LaresError({
    code: "bad-cache-url",
    message: `${shownUrl(text)} is no address of a binary cache`,
    details: [why],
    hint: "such as https://cache.example.org, file:///mnt/cache, or s3://bucket?region=eu-central-1",
  });

export const notInCache = (url: string, name: string): LaresError =>
  new LaresError({
    code: "not-in-cache",
    message: `${name} is not in the cache ${url}`,
    hint: "the cache lost it, or was cleared meanwhile; run it again, another cache or a build will do",
  });
