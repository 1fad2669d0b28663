/** One store path from a cache: downloaded, made plain, unpacked aside and checked, all in one stream. */
import * as crypto from "node:crypto";
import * as zlib from "node:zlib";
import { decompressor } from "../archive/decompress.ts";
import { LaresError } from "../base/errors.ts";
import { formatHash } from "../format/hash.ts";
import type { NarInfo } from "../format/narinfo.ts";
import type { Incoming } from "../store/incoming.ts";
import type { LocalStore, PathInfo } from "../store/store.ts";
import { fileSystemOf } from "../system/files.ts";
import type { CacheFiles } from "./cache-files.ts";
import type { FetchOptions } from "./substituter.ts";

/**
 * Gives the object, whole and checked, still to be admitted. Throws `nar-mismatch`, `bad-nar`, `bad-compression`,
 * `download-mismatch`, `not-in-cache`, `unreachable`, `disk-full`; then nothing of it is left.
 */
export const fetchNar = async (
  files: CacheFiles,
  info: NarInfo,
  store: LocalStore,
  options: FetchOptions,
): Promise<Incoming> => {
  assertRoom(store, info);
  const incoming = store.receive(pathInfoOf(info));
  try {
    await pour(files, info, incoming, options);
    incoming.finish();
    return incoming;
  } catch (error) {
    incoming.discard();
    throw options.signal.aborted ? options.signal.reason : located(error, files, info);
  }
};

const pour = async (
  files: CacheFiles,
  info: NarInfo,
  incoming: Incoming,
  options: FetchOptions,
): Promise<void> => {
  const download = checked(files.stream(info.url, options.signal), files, info, options);
  if (isSmall(info)) {
    incoming.writeWhole(await inOnePiece(info, download));
    return;
  }
  const plain = await decompressor(info.compression);
  for await (const piece of plain(download)) incoming.write(piece);
};

/** The bytes as they come; at the end they must be those that the cache promised. */
async function* checked(
  source: AsyncIterable<Uint8Array>,
  { url }: CacheFiles,
  { path, compression, fileHash, fileSize, narHash }: NarInfo,
  { onBytes }: FetchOptions,
): AsyncGenerator<Uint8Array> {
  const sameAsNar =
    compression === "none" && fileHash !== undefined && sameHash(fileHash.bytes, narHash.bytes);
  const hash = fileHash === undefined || sameAsNar ? undefined : crypto.createHash(fileHash.algorithm);
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (fileSize !== undefined && size > fileSize)
      throw downloadMismatch(url, path, "bytes", fileSize, "more");
    hash?.update(piece);
    onBytes?.(size);
    yield piece;
  }
  if (fileSize !== undefined && size !== fileSize) throw downloadMismatch(url, path, "bytes", fileSize, size);
  const found = hash && formatHash({ ...fileHash!, bytes: hash.digest() }, "base32");
  const wanted = fileHash && formatHash(fileHash, "base32");
  if (found !== undefined && found !== wanted) throw downloadMismatch(url, path, "hash", wanted!, found);
}

const sameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** A stream costs more than unpacking such a file does. */
const isSmall = ({ compression, fileSize, narSize }: NarInfo): boolean =>
  compression in atOnce && fileSize !== undefined && fileSize <= smallBytes && narSize <= 4 * smallBytes;

const smallBytes = 512 * 1024;

const inOnePiece = async (info: NarInfo, source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  const packed = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  try {
    return atOnce[info.compression as keyof typeof atOnce](packed, {
      maxOutputLength: info.narSize,
      chunkSize: info.narSize + spareBytes,
    });
  } catch (error) {
    throw new LaresError({
      code: "bad-compression",
      message: `the bytes are not ${info.compression}, not whole, or more than promised`,
      details: [error instanceof Error ? error.message : String(error)],
      hint: "fetch them again; if it stays so, their source is broken",
      cause: error,
    });
  }
};

/** In one piece of memory, on this thread: handing so little to another takes as much time as doing it. */
const atOnce = {
  none: (bytes: Uint8Array, _: object): Uint8Array => bytes,
  zstd: zlib.zstdDecompressSync,
  gzip: zlib.gunzipSync,
  br: zlib.brotliDecompressSync,
};

/** node:zlib asks for as much memory again when the first is full to the last byte. */
const spareBytes = 64;

const pathInfoOf = ({ path, narHash, narSize, references, deriver, signatures, ca }: NarInfo): PathInfo => ({
  path,
  narHash: formatHash(narHash, "base16"),
  narSize,
  references,
  registrationTime: Math.floor(Date.now() / 1000),
  ...(ca !== undefined && { ca }),
  ...(deriver !== undefined && { deriver }),
  ...(signatures.length > 0 && { signatures }),
});

/** Files take up a little more than their NAR does. */
const assertRoom = ({ directory }: LocalStore, { path, narSize }: NarInfo): void => {
  const { free } = fileSystemOf(directory);
  if (narSize * 1.05 < free) return;
  throw new LaresError({
    code: "disk-full",
    message: `there is no room for ${path}`,
    details: [`it takes ${narSize} bytes, ${free} are free below ${directory}`],
    hint: "free some space, for instance with `lares gc`, then run it again; nothing was changed",
  });
};

const downloadMismatch = (
  url: string,
  path: string,
  what: string,
  promised: string | number,
  found: string | number,
): LaresError =>
  new LaresError({
    code: "download-mismatch",
    message: `what ${url} sent for ${path} is not what it promised`,
    details: [`${what} promised: ${promised}`, `${what} found:    ${found}`],
    hint: "nothing was taken in; the cache is damaged, or something on the way to it is",
  });

/** Says which cache and which path, where the error does not. */
const located = (error: unknown, { url }: CacheFiles, { path, url: name }: NarInfo): unknown =>
  error instanceof LaresError && (error.code.startsWith("bad-") || error.code === "nar-mismatch")
    ? new LaresError({
        code: error.code,
        message: error.message,
        details: [...error.details, `from ${url}/${name}`, `for ${path}`],
        ...(error.hint !== undefined && { hint: error.hint }),
        cause: error,
      })
    : error;
