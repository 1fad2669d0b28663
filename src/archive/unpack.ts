/** Archives of every kind into a folder, or a compressed file into a file. */
import { Readable } from "node:stream";

import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { shownPath } from "../base/shown.ts";
import { removeTree } from "../system/durable.ts";
import { lstat, makeDirectory } from "../system/files.ts";
import { openForReading, openNewFile, piecesOf } from "../system/open-files.ts";
import { decompressor } from "./decompress.ts";
import { badArchive, tooMuch } from "./errors.ts";
import {
  type Compression,
  compressionOf,
  describeContents,
  headBytes,
  isTar,
  isWebPage,
  isZip,
} from "./kind.ts";
import { type ArchiveLimits, defaultArchiveLimits } from "./limits.ts";
import { type Placing, placeBelow, type Strip } from "./placing.ts";

export interface UnpackOptions {
  /** How many leading folders to take off, or the one that everything is in, if there is one; 0 where absent. */
  readonly strip?: Strip;
  /** What becomes of a file that is no archive, after decompression; refused where absent. */
  readonly singleFile?: "refuse" | "accept";
  /** How errors call the archive; its path where absent. */
  readonly name?: string;
  readonly limits?: Partial<ArchiveLimits>;
  readonly signal?: AbortSignal;
}

export interface Unpacked {
  readonly kind: "tar" | "zip" | "file";
  readonly compression: Compression | undefined;
  readonly entries: number;
  /** Of all files together. */
  readonly bytes: number;
}

/**
 * Unpacks `file` to `to`, where nothing may be yet. The kind is told by the first bytes. Executable bits are kept; times,
 * owners and other permissions are not. Throws `bad-archive`, `unsafe-archive`, `archive-too-big` or `not-an-archive`, and
 * leaves nothing at `to` then.
 */
export const unpack = async (
  file: AbsolutePath,
  to: AbsolutePath,
  options: UnpackOptions = {},
): Promise<Unpacked> => {
  if (lstat(to) !== undefined) throw Object.assign(new Error(`EEXIST: ${to}`), { code: "EEXIST", path: to });
  try {
    return await unpackHere(file, to, options);
  } catch (error) {
    removeTree(to);
    throw error;
  }
};

const unpackHere = async (
  file: AbsolutePath,
  to: AbsolutePath,
  { strip = 0, singleFile = "refuse", name = file, limits: some, signal }: UnpackOptions,
): Promise<Unpacked> => {
  const limits = { ...defaultArchiveLimits, ...some };
  const { head, size } = beginning(file);
  if (isZip(head))
    return await into(to, name, strip, limits, { kind: "zip", compression: undefined }, (placing) =>
      readZipLazily(file, placing, name, limits, signal),
    );
  const compression = compressionOf(head);
  const source = await plainPieces(file, compression);
  const bounded = withinRatio(source, size, name, limits, signal);
  const { first, whole } = await peek(bounded);
  if (isTar(first))
    return await into(to, name, strip, limits, { kind: "tar", compression }, async (placing) =>
      (await import("./tar.ts")).readTar(whole, placing, name),
    );
  if (singleFile === "refuse" || isWebPage(first) || first.length === 0) {
    await bounded.return(undefined);
    throw notAnArchive(name, first, compression);
  }
  return { kind: "file", compression, entries: 1, bytes: await writeFile(whole, to) };
};

const plainPieces = async (
  file: AbsolutePath,
  compression: Compression | undefined,
): Promise<AsyncIterable<Uint8Array>> =>
  (await decompressor(compression ?? "none"))(
    Readable.from(piecesOf(file), { objectMode: true, highWaterMark: 1 }),
  );

const readZipLazily = async (...args: Parameters<typeof import("./zip.ts").readZip>): Promise<void> =>
  (await import("./zip.ts")).readZip(...args);

const beginning = (file: AbsolutePath): { head: Uint8Array; size: number } => {
  const open = openForReading(file);
  try {
    const head = Buffer.alloc(headBytes);
    return { head: head.subarray(0, open.readAt(head, 0)), size: open.size };
  } finally {
    open.close();
  }
};

const into = async (
  to: AbsolutePath,
  name: string,
  strip: Strip,
  limits: ArchiveLimits,
  found: Pick<Unpacked, "kind" | "compression">,
  read: (placing: Placing) => Promise<void>,
): Promise<Unpacked> => {
  makeDirectory(to);
  const placing = placeBelow(to, name, strip, limits, found.kind === "tar");
  try {
    await read(placing);
    const { entries, bytes } = placing.finish();
    if (entries === 0) throw badArchive(name, "holds nothing");
    return { ...found, entries, bytes };
  } finally {
    placing.abandon();
  }
};

/** Stops what unpacks to far more than it is, before it fills the disk. */
async function* withinRatio(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  name: string,
  { ratio, unquestioned }: ArchiveLimits,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const most = Math.max(unquestioned, size * ratio);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      signal?.throwIfAborted();
      bytes += piece.length;
      if (bytes > most) throw tooMuch(name, `its ${size} bytes unpack to more than ${most}`);
      yield piece;
    }
  } catch (error) {
    throw isDamaged(error) ? badArchive(name, `is damaged: ${error.message}`, error) : error;
  }
}

const isDamaged = (error: unknown): error is LaresError =>
  error instanceof LaresError && error.code === "bad-compression";

/** The first bytes, and all of them. */
const peek = async (
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ readonly first: Uint8Array; readonly whole: AsyncIterable<Uint8Array> }> => {
  const taken: Uint8Array[] = [];
  for (let length = 0; length < headBytes; ) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    taken.push(value);
    length += value.length;
  }
  const first = Buffer.concat(taken);
  const whole = (async function* () {
    try {
      if (first.length > 0) yield first;
      yield* pieces;
    } finally {
      await pieces.return(undefined);
    }
  })();
  return { first: first.subarray(0, headBytes), whole };
};

const writeFile = async (pieces: AsyncIterable<Uint8Array>, to: AbsolutePath): Promise<number> => {
  const file = openNewFile(to);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      file.write(piece);
      bytes += piece.length;
    }
  } finally {
    file.close();
  }
  return bytes;
};

const notAnArchive = (name: string, first: Uint8Array, compression: Compression | undefined): LaresError =>
  new LaresError({
    code: "not-an-archive",
    message: `${shownPath(name)} is no archive that Lares can unpack`,
    details: [
      `${compression === undefined ? "" : `under its ${compression} compression, `}${describeContents(first)}`,
    ],
    hint: "look at its URL in a browser: the release may be gone, or its files may have other names now",
  });
