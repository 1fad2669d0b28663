/** A small packed NAR in one piece of memory: checked, made plain, checked again and unpacked, all on the thread that has it. */
import * as crypto from "node:crypto";
import * as zlib from "node:zlib";
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { formatHash, type Hash } from "../format/hash.ts";
import type { Placed } from "../store/content-pool.ts";
import { createIncoming } from "../store/incoming.ts";
import type { PathInfo } from "../store/store.ts";

/** Plain data: it goes to other threads, `packed` without being copied. */
export interface PackedNar {
  readonly storeDir: AbsolutePath;
  /** Where to unpack it; nothing is there. */
  readonly place: AbsolutePath;
  readonly info: PathInfo;
  readonly compression: AtOnce;
  /** What the packed bytes must be, where that was promised and is not the NAR's own. */
  readonly packedHash?: Hash;
  /** Where they are from, for messages. */
  readonly url: string;
  /** Used up. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** The kinds of which Node makes a whole piece of memory plain by itself. */
export type AtOnce = keyof typeof plainBytes;

export const isAtOnce = (compression: string): compression is AtOnce =>
  Object.hasOwn(plainBytes, compression);

/**
 * Gives what the pool is to publish once the disk has it. Throws `download-mismatch`, `bad-compression`, `nar-mismatch`,
 * `bad-nar`; what was written by then is the caller's to remove.
 */
export const unpackNar = ({ storeDir, place, info, packed, ...promised }: PackedNar): Placed => {
  assertPacked(info, packed, promised);
  const incoming = createIncoming(storeDir, place, info);
  try {
    incoming.writeWhole(plainOf(packed, promised.compression, info.narSize));
    incoming.finish();
  } finally {
    incoming.close();
  }
  return incoming.pool.placed;
};

/** Throws `download-mismatch`. */
export const assertPacked = (
  { path }: Pick<PathInfo, "path">,
  packed: Uint8Array,
  { packedHash, url }: Pick<PackedNar, "packedHash" | "url">,
): void => {
  if (packedHash === undefined) return;
  const { algorithm } = packedHash;
  const bytes = crypto.hash(algorithm, packed, "buffer");
  if (!bytes.equals(packedHash.bytes)) throw packedMismatch(url, path, packedHash, { algorithm, bytes });
};

export const packedMismatch = (url: string, path: string, promised: Hash, found: Hash): LaresError =>
  downloadMismatch(url, path, "hash", formatHash(promised, "base32"), formatHash(found, "base32"));

export const downloadMismatch = (
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

const plainOf = (packed: Uint8Array<ArrayBuffer>, compression: AtOnce, size: number): Buffer => {
  try {
    return plainBytes[compression](packed, { maxOutputLength: size, chunkSize: size + spareBytes });
  } catch (error) {
    throw new LaresError({
      code: "bad-compression",
      message: `the bytes are not ${compression}, not whole, or more than promised`,
      details: [error instanceof Error ? error.message : String(error)],
      hint: "fetch them again; if it stays so, their source is broken",
      cause: error,
    });
  }
};

const plainBytes = {
  none: (bytes: Uint8Array<ArrayBuffer>, _: object): Buffer =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
  zstd: zlib.zstdDecompressSync,
  gzip: zlib.gunzipSync,
  br: zlib.brotliDecompressSync,
};

/** node:zlib asks for as much memory again when the first is full to the last byte. */
const spareBytes = 64;
