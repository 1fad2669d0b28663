/** One store path from a cache: downloaded, made plain, unpacked aside and checked, as it comes or at once where it is small. */
import * as crypto from "node:crypto";
import { decompressor } from "../archive/decompress.ts";
import { createXzBatches, type MakePlain } from "../archive/xz-batches.ts";
import { LaresError } from "../base/errors.ts";
import { formatHash, type Hash } from "../format/hash.ts";
import type { NarInfo } from "../format/narinfo.ts";
import { type Arrived, arrivedAt } from "../store/incoming.ts";
import type { LocalStore, PathInfo } from "../store/store.ts";
import { removeTree } from "../system/durable.ts";
import { fileSystemOf } from "../system/files.ts";
import { type CacheFiles, notInCache } from "./cache-files.ts";
import { assertPacked, downloadMismatch, isAtOnce, type PackedNar, packedMismatch } from "./packed-nar.ts";
import type { FetchOptions } from "./substituter.ts";
import { unpackSomewhere } from "./unpackers.ts";

/**
 * Gives the object, whole and checked, still to be admitted. Throws `nar-mismatch`, `bad-nar`, `bad-compression`,
 * `download-mismatch`, `not-in-cache`, `unreachable`, `disk-full`; then nothing of it is left.
 */
export const fetchNar = async (
  files: CacheFiles,
  info: NarInfo,
  store: LocalStore,
  options: FetchOptions,
): Promise<Arrived> => {
  assertRoom(store, info);
  try {
    return isSmall(info)
      ? await fetchSmall(files, info, store, options)
      : await fetchLarge(files, info, store, options);
  } catch (error) {
    throw options.signal.aborted ? options.signal.reason : located(error, files, info);
  }
};

/** A stream costs more than unpacking such a file does. */
const isSmall = (info: NarInfo): info is SmallNarInfo =>
  (isAtOnce(info.compression) || info.compression === "xz") &&
  info.fileSize !== undefined &&
  info.fileSize <= smallBytes &&
  info.narSize <= 4 * smallBytes;

type SmallNarInfo = NarInfo & { readonly fileSize: number };

const smallBytes = 512 * 1024;

const fetchSmall = async (
  files: CacheFiles,
  info: SmallNarInfo,
  store: LocalStore,
  options: FetchOptions,
): Promise<Arrived> => {
  const nar = await packedNar(files, info, options);
  const [{ directory }, place] = [store, store.temporaryPlace()];
  const about = pathInfoOf(info);
  try {
    const placed = await unpackSomewhere({ ...nar, storeDir: directory, place, info: about });
    options.signal.throwIfAborted();
    return arrivedAt(directory, place, about, placed);
  } catch (error) {
    removeTree(place);
    throw error;
  }
};

/** What is packed with xz comes plain out of a program, so that its packed bytes are looked at here. */
const packedNar = async (
  files: CacheFiles,
  info: SmallNarInfo,
  { signal, onBytes }: FetchOptions,
): Promise<Pick<PackedNar, "url" | "compression" | "packed" | "packedHash">> => {
  const { url } = files;
  const { path, compression, fileSize, fileHash, narSize } = info;
  const packed = await files.read(info.url, signal);
  if (packed === undefined) throw notInCache(url, info.url);
  if (packed.length !== fileSize) throw downloadMismatch(url, path, "bytes", fileSize, packed.length);
  onBytes?.(packed.length);
  const packedHash = fileHash !== undefined && !isNarHash(info, fileHash) ? { packedHash: fileHash } : {};
  if (isAtOnce(compression)) return { url, compression, packed: inOwnMemory(packed), ...packedHash };
  assertPacked({ path }, packed, { url, ...packedHash });
  return { url, compression: "none", packed: await plainXz(files, packed, narSize) };
};

/** Of a NAR that is not packed at all both hashes are one. */
const isNarHash = ({ compression, narHash }: NarInfo, hash: Hash): boolean =>
  compression === "none" && isSame(hash, narHash);

const isSame = (a: Hash, b: Hash): boolean => Buffer.compare(a.bytes, b.bytes) === 0;

/** What another thread can take over without taking something else with it. */
const inOwnMemory = (bytes: Buffer): Uint8Array<ArrayBuffer> => {
  if (bytes.length === bytes.buffer.byteLength) return bytes as Buffer<ArrayBuffer>;
  const own = Buffer.allocUnsafeSlow(bytes.length);
  own.set(bytes);
  return own;
};

const plainXz = async (
  files: CacheFiles,
  packed: Uint8Array,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  if (!xzBatches.has(files)) xzBatches.set(files, createXzBatches());
  return await xzBatches.get(files)!(packed, size);
};

const xzBatches = new WeakMap<CacheFiles, MakePlain>();

const fetchLarge = async (
  files: CacheFiles,
  info: NarInfo,
  store: LocalStore,
  options: FetchOptions,
): Promise<Arrived> => {
  const incoming = store.receive(pathInfoOf(info));
  try {
    const plain = await decompressor(info.compression);
    for await (const piece of plain(checked(files, info, options))) incoming.write(piece);
    incoming.finish();
    return incoming;
  } catch (error) {
    incoming.discard();
    throw error;
  }
};

/** The bytes as they come; at the end they must be those that the cache promised. */
async function* checked(
  files: CacheFiles,
  info: NarInfo,
  { onBytes, signal }: FetchOptions,
): AsyncGenerator<Uint8Array> {
  const { path, url, fileHash, fileSize } = info;
  const hash =
    fileHash === undefined || isNarHash(info, fileHash) ? undefined : crypto.createHash(fileHash.algorithm);
  let size = 0;
  for await (const piece of files.stream(url, signal)) {
    size += piece.length;
    if (fileSize !== undefined && size > fileSize)
      throw downloadMismatch(files.url, path, "bytes", fileSize, "more");
    hash?.update(piece);
    onBytes?.(size);
    yield piece;
  }
  if (fileSize !== undefined && size !== fileSize)
    throw downloadMismatch(files.url, path, "bytes", fileSize, size);
  const found = hash && { algorithm: fileHash!.algorithm, bytes: hash.digest() };
  if (found !== undefined && !isSame(found, fileHash!))
    throw packedMismatch(files.url, path, fileHash!, found);
}

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
