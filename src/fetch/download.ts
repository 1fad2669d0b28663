/**
 * Files from the network, or from `file:` URLs: the same bytes from one of several places, checked while they arrive.
 * Nothing but a whole, right file is left behind.
 */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { errnoOf, LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { shownPath } from "../base/shown.ts";
import { formatHash, type Hash } from "../format/hash.ts";
import { fileSystemOf, lstat, stat, unlink } from "../system/files.ts";
import { type OpenFile, openNewFile, piecesOf } from "../system/open-files.ts";
import { type HttpResponse, type Route, readResuming, shownUrl } from "./http.ts";
import { nearby, vendoredUrls } from "./nearby.ts";
import { credentialsFor } from "./netrc.ts";

export interface Download {
  /** http, https or file; tried in turn until one of them has the right bytes. */
  readonly urls: readonly string[];
  /** A new file; absent: the bytes are hashed and counted only. */
  readonly to?: AbsolutePath | undefined;
  /** What the bytes must hash to. */
  readonly hash?: Hash | undefined;
  /** Where the hash is written down: told with a wrong one. */
  readonly hashPlace?: string | undefined;
  /** Bytes; more are refused. */
  readonly maxSize?: number | undefined;
  /** Credentials among them go to the host of each URL only, never where that redirects to. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly agent?: Route | undefined;
  /** Tries for each URL, and milliseconds of silence that a try may last: see http.ts. */
  readonly tries?: number | undefined;
  readonly patience?: number | undefined;
  readonly signal: AbortSignal;
  readonly onBytes?: ((bytes: number, total?: number) => void) | undefined;
}

export interface Downloaded {
  /** The one of the URLs that had it. */
  readonly url: string;
  readonly bytes: number;
  /** Of the algorithm that was asked for; sha256 otherwise. */
  readonly hash: Hash;
}

/** Throws `hash-mismatch`, `not-found`, `unreachable`, `too-large` or `no-disk-room`. */
export const download = async (asked: Download): Promise<Downloaded> => {
  const file = asked.to === undefined ? undefined : openNewFile(asked.to);
  try {
    const found = await fromOneOf(asked, file);
    file?.close();
    return found;
  } catch (error) {
    file?.close();
    if (asked.to !== undefined && lstat(asked.to) !== undefined) unlink(asked.to);
    throw error;
  }
};

const fromOneOf = async (asked: Download, file: OpenFile | undefined): Promise<Downloaded> => {
  const failures: Failure[] = [];
  for (const url of urlsToTry(asked)) {
    file?.truncate(0);
    try {
      return await fromOne(url, asked, file);
    } catch (error) {
      asked.signal.throwIfAborted();
      if (!(error instanceof LaresError) || error.code === "no-disk-room") throw error;
      failures.push({ url, error });
    }
  }
  throw ofAll(failures, asked);
};

/** Copies that are at hand first; those that are not files only where the network may be asked. Throws `offline`. */
const urlsToTry = ({ urls, hash }: Download): readonly string[] => {
  const vendored = hash === undefined ? [] : vendoredUrls(hash);
  const { offline, vendored: folders } = nearby();
  const found = [...vendored, ...(offline ? urls.filter((url) => /^file:/i.test(url)) : urls)];
  if (found.length > 0) return found;
  throw new LaresError({
    code: "offline",
    message: `${shownUrl(urls[0]!)} is not here, and --offline asks no network`,
    details: folders.map((folder) => `not in ${folder}`),
    hint: "run it without --offline, or give a folder that lares vendor filled: --vendored DIR",
  });
};

interface Failure {
  readonly url: string;
  readonly error: LaresError;
}

const fromOne = async (url: string, asked: Download, file: OpenFile | undefined): Promise<Downloaded> => {
  const { hash: wanted, maxSize = Number.POSITIVE_INFINITY, onBytes } = asked;
  const digest = createHash(wanted?.algorithm ?? "sha256");
  let bytes = 0;
  let total: number | undefined;
  const expect = (size: number): void => {
    total = size;
    if (size > maxSize) throw tooLarge(url, maxSize);
    if (asked.to !== undefined) assertRoom(url, asked.to, size);
  };
  for await (const piece of piecesFrom(url, asked, expect)) {
    bytes += piece.length;
    if (bytes > maxSize) throw tooLarge(url, maxSize);
    digest.update(piece);
    file?.write(piece);
    onBytes?.(bytes, total);
  }
  const hash: Hash = { algorithm: wanted?.algorithm ?? "sha256", bytes: digest.digest() };
  if (wanted !== undefined && Buffer.compare(hash.bytes, wanted.bytes) !== 0)
    throw wrongHash(url, wanted, hash, asked.hashPlace);
  return { url, bytes, hash };
};

const piecesFrom = (
  url: string,
  { headers = {}, agent, signal, tries, patience }: Download,
  onTotal: (bytes: number) => void,
): AsyncIterable<Uint8Array> => {
  if (/^file:/i.test(url)) return piecesOfFile(url, signal, onTotal);
  const request = {
    url,
    headers: { ...credentialsFor(url, headers), ...headers },
    signal,
    ...(agent !== undefined && { agent }),
    ...(tries !== undefined && { tries }),
    ...(patience !== undefined && { patience }),
  };
  return readResuming(request, (response) => refused(url, response), onTotal);
};

async function* piecesOfFile(
  url: string,
  signal: AbortSignal,
  onTotal: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const path = pathOf(url);
  const found = stat(path);
  if (found === undefined) throw notFound(url, "there is no such file");
  if (found.kind !== "file") throw notFound(url, `it is a ${found.kind}, not a file`);
  try {
    onTotal(found.size);
    for (const piece of piecesOf(path)) {
      signal.throwIfAborted();
      yield piece;
    }
  } catch (error) {
    throw errnoOf(error) === "EACCES" ? notFound(url, "it may not be read") : error;
  }
}

const pathOf = (url: string): string => {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw notFound(url, (error as Error).message);
  }
};

const refused = (url: string, { status, url: last }: HttpResponse): LaresError => {
  const via = last === url ? "" : `, where it leads to ${shownUrl(last)}`;
  if (status === 404 || status === 410) return notFound(url, `the server says ${status}, not found${via}`);
  const needsLogin = status === 401 || status === 403;
  return new LaresError({
    code: "unreachable",
    message: `${shownUrl(url)} cannot be fetched`,
    details: [`the server says ${status}${needsLogin ? ", access denied" : ""}${via}`],
    hint: needsLogin
      ? "put credentials for it into ~/.netrc, or look whether it is still public"
      : "try again later, or give another address",
  });
};

const notFound = (url: string, why: string): LaresError =>
  new LaresError({
    code: "not-found",
    message: `${shownUrl(url)} is not there`,
    details: [why],
    hint: "look whether it was moved or renamed; `lares update` asks for the newest release again",
  });

const tooLarge = (url: string, maxSize: number): LaresError =>
  new LaresError({
    code: "too-large",
    message: `${shownUrl(url)} is larger than the ${maxSize} bytes that it may have`,
    hint: "look with a browser or curl what that server answers",
  });

/** What other programs write meanwhile is not known: a little is left for them. */
const assertRoom = (url: string, to: AbsolutePath, size: number): void => {
  const folder = dirname(to);
  const { free } = fileSystemOf(folder);
  if (free >= size + spare) return;
  throw new LaresError({
    code: "no-disk-room",
    message: `there is no room for ${shownUrl(url)}`,
    details: [`it has ${size} bytes, and ${free} are free on the disk of ${shownPath(folder)}`],
    hint: "free some space, for instance with `lares gc`, then run it again; nothing was downloaded",
  });
};

const spare = 4 * 2 ** 20;

const wrongHash = (url: string, wanted: Hash, got: Hash, place: string | undefined): LaresError =>
  new LaresError({
    code: "hash-mismatch",
    message: `${shownUrl(url)} has other contents than expected`,
    details: [`expected ${formatHash(wanted, "sri")}`, `got      ${formatHash(got, "sri")}`],
    hint: `if you trust the new contents, write the hash that was got ${place ?? "where the expected one stands"}`,
  });

/** One error for all places: the worst kind of them first, and what each of them said. */
const ofAll = (failures: readonly Failure[], { urls }: Download): Error => {
  const [only, ...others] = failures;
  if (only === undefined) return new RangeError("a download without a URL");
  if (others.length === 0) return only.error;
  const worst =
    failures.find(({ error }) => error.code === "hash-mismatch") ??
    failures.find(({ error }) => error.code !== "not-found") ??
    only;
  return new LaresError({
    code: worst.error.code,
    message: `none of ${urls.length} places has ${nameIn(only.url)} as it has to be`,
    details: failures.flatMap(({ error }) => [error.message, ...error.details.map((line) => `  ${line}`)]),
    ...(worst.error.hint !== undefined && { hint: worst.error.hint }),
    cause: worst.error,
  });
};

const nameIn = (url: string): string =>
  shownUrl(url)
    .replace(/[?#].*$/, "")
    .replace(/^.*\/(?=[^/])/, "");
