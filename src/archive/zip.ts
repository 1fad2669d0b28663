/**
 * Zip, its directory read by yauzl. All that it says is checked before anything is written: files that share bytes, or
 * that claim other sizes than they have, are how small archives become large.
 */
import { setImmediate } from "node:timers/promises";
import * as zlib from "node:zlib";
import { LaresError } from "../base/errors.ts";
import { decodeName } from "../system/names.ts";
import { type OpenFile, openForReading } from "../system/open-files.ts";
import { badArchive, shownEntry, tooMuch } from "./errors.ts";
import type { ArchiveLimits } from "./limits.ts";
import type { Placing } from "./placing.ts";
import { listZip, type ZipEntry } from "./zip-directory.ts";

/** Places every entry of the zip at `path`. */
export const readZip = async (
  path: string,
  placing: Placing,
  archive: string,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): Promise<void> => {
  const file = openForReading(path);
  try {
    const entries = await listZip(file, archive, limits);
    assertSizes(entries, file.size, archive, limits);
    let waited = 0;
    for (const entry of entries) {
      await placeEntry(file, entry, placing, archive);
      waited += entry.compressedSize + 4096;
      if (waited < bytesBetweenPauses) continue;
      waited = 0;
      await setImmediate();
      signal?.throwIfAborted();
    }
  } finally {
    file.close();
  }
};

/** Reading is synchronous: signals are heard in the pauses. */
const bytesBetweenPauses = 4 * 2 ** 20;

const assertSizes = (
  entries: readonly ZipEntry[],
  size: number,
  archive: string,
  { contents, ratio, unquestioned }: ArchiveLimits,
): void => {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > contents) throw tooMuch(archive, `its files hold ${total} bytes, ${contents} are allowed`);
  if (total > Math.max(unquestioned, size * ratio))
    throw tooMuch(archive, `its ${size} bytes unpack to ${total}`);
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start)) {
    if (entry.start < end)
      throw tooMuch(archive, "files in it share their bytes, as in archives made to fill disks");
    end = entry.contentsStart + entry.compressedSize;
    if (end > size) throw badArchive(archive, "is cut short, or lies about the sizes of its files");
  }
};

const placeEntry = async (
  file: OpenFile,
  entry: ZipEntry,
  placing: Placing,
  archive: string,
): Promise<void> => {
  if (entry.encrypted) placing.refuse(entry.path, "is encrypted");
  if (entry.method !== stored && decoders[entry.method] === undefined)
    placing.refuse(entry.path, `is packed by a method that Lares does not read (${entry.method})`);
  switch (entry.kind) {
    case "folder":
      return placing.folder(entry.path);
    case "link":
      if (entry.uncompressedSize > longestLink) placing.refuse(entry.path, "is a link with too long a text");
      return placing.link(entry.path, decodeName(await wholeContents(file, entry, archive)));
    case "file": {
      const placed = placing.file(entry.path, entry.executable);
      if (placed === undefined) return;
      await readContents(file, entry, archive, placed.write);
      return placed.end();
    }
    default:
      return placing.refuse(entry.path, "is neither a file, a folder nor a link");
  }
};

const longestLink = 65_536;

const wholeContents = async (file: OpenFile, entry: ZipEntry, archive: string): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  await readContents(file, entry, archive, (piece) => pieces.push(piece));
  return Buffer.concat(pieces);
};

const readContents = async (
  file: OpenFile,
  entry: ZipEntry,
  archive: string,
  write: (piece: Uint8Array) => void,
): Promise<void> => {
  let left = entry.uncompressedSize;
  let checksum = 0;
  const take = (piece: Uint8Array): void => {
    left -= piece.length;
    if (left < 0) throw lies(archive, entry, "holds more than it says");
    checksum = zlib.crc32(piece, checksum);
    write(piece);
  };
  try {
    if (entry.method === stored) for (const piece of compressedPieces(file, entry)) take(piece);
    else if (entry.compressedSize <= inOnePiece && entry.uncompressedSize <= inOnePiece)
      takeAtOnce(file, entry, take);
    else await takeInPieces(file, entry, take);
  } catch (error) {
    throw isDamage(error) ? lies(archive, entry, "is damaged, or holds more than it says", error) : error;
  }
  if (left > 0) throw lies(archive, entry, "holds less than it says");
  if (checksum !== entry.checksum) throw lies(archive, entry, "has another checksum than it says");
};

const takeAtOnce = (file: OpenFile, entry: ZipEntry, take: (piece: Uint8Array) => void): void => {
  const compressed = Buffer.concat([...compressedPieces(file, entry)]);
  const decompressed = decoders[entry.method]!.sync(compressed, entry.uncompressedSize);
  if (decompressed.length > 0) take(decompressed);
};

const takeInPieces = async (
  file: OpenFile,
  entry: ZipEntry,
  take: (piece: Uint8Array) => void,
): Promise<void> => {
  const decoder = decoders[entry.method]!.stream();
  const { pipeline } = await import("node:stream/promises");
  await pipeline(compressedPieces(file, entry), decoder, async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) take(piece);
  });
};

function* compressedPieces(
  file: OpenFile,
  { contentsStart, compressedSize }: ZipEntry,
): Generator<Uint8Array> {
  for (let at = 0; at < compressedSize; ) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, compressedSize - at));
    const got = file.readAt(piece, contentsStart + at);
    if (got === 0) return;
    yield piece.subarray(0, got);
    at += got;
  }
}

const pieceBytes = 256 * 1024;
const inOnePiece = 2 ** 20;

const stored = 0;
/** By the method's number in the directory. */
export const decoders: Readonly<
  Record<number, { sync: (bytes: Buffer, size: number) => Buffer; stream: () => NodeJS.ReadWriteStream }>
> = {
  8: {
    sync: (bytes, size) => zlib.inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) }),
    stream: () => zlib.createInflateRaw({ chunkSize: pieceBytes }),
  },
  93: {
    sync: (bytes, size) => zlib.zstdDecompressSync(bytes, { maxOutputLength: Math.max(size, 1) }),
    stream: () => zlib.createZstdDecompress({ chunkSize: pieceBytes }),
  },
};

const isDamage = (error: unknown): boolean =>
  !(error instanceof LaresError) &&
  /^(Z_|ZSTD_|ERR_BUFFER_TOO_LARGE)/.test((error as NodeJS.ErrnoException).code ?? "");

const lies = (archive: string, entry: ZipEntry, problem: string, cause?: unknown): LaresError =>
  badArchive(archive, `is damaged, or lies: its file ${shownEntry(entry.path)} ${problem}`, cause);
