/** Compressed streams of bytes, made plain as they are read; as much memory as their window needs. */
import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { LaresError } from "../base/errors.ts";
import { hasProgram, throughProgram } from "../system/filter-program.ts";

export type Compression = (typeof compressions)[number];
export const compressions = ["none", "gzip", "bzip2", "xz", "zstd", "br"] as const;

export type ByteStream = AsyncIterable<Uint8Array>;

/**
 * What makes streams of this kind plain. Throws `bad-compression` where the bytes are not of that kind, damaged, or end too
 * early; errors of the source itself pass unchanged. The source is closed when the reader stops.
 */
export const decompressor = async (kind: Compression): Promise<(source: ByteStream) => ByteStream> => {
  const plain = await decoders[kind]();
  if (kind === "none") return plain;
  return (source) => explained(kind, source, plain);
};

type Decoder = (source: ByteStream) => ByteStream;

const decoders: Readonly<Record<Compression, () => Decoder | Promise<Decoder>>> = {
  none: () => (source) => source,
  gzip: () => through(() => zlib.createGunzip({ chunkSize: pieceBytes })),
  br: () => through(() => zlib.createBrotliDecompress()),
  zstd: () => through(() => zlib.createZstdDecompress({ chunkSize: pieceBytes, params: zstdLimits })),
  bzip2: async () => (hasProgram("bzip2") ? bzip2Program : (await import("./bzip2.ts")).readBzip2),
  xz: async () => (hasProgram("xz") ? xzProgram : await xzLibrary()),
};

/** Fewer, larger pieces cost less on their way through Node's streams. */
const pieceBytes = 128 * 1024;

/** 2^27 bytes are what `zstd --ultra -22` makes; `--long=31` would ask for 2 GiB. */
const zstdLimits = { [zlib.constants.ZSTD_d_windowLogMax]: 27 };

const through =
  (create: () => Transform): Decoder =>
  (source) =>
    pipeQuietly(source, create());

/** Errors reach who reads the end of the pipe. */
const pipeQuietly = (source: ByteStream, stream: Transform): Transform => {
  pipeline(Readable.from(source, { objectMode: false }), stream, () => {});
  return stream;
};

const xzProgram: Decoder = (source) =>
  throughProgram("xz", ["--decompress", "--stdout", `--memlimit-decompress=${xzMemory}`], source, (end) => {
    if (end.status !== 0) throw new Error(end.said.replaceAll("xz: (stdin): ", "") || "xz was killed");
  });

const bzip2Program: Decoder = (source) =>
  throughProgram("bzip2", ["--decompress", "--stdout", "--quiet"], source, (end) => {
    if (end.status !== 0) throw new Error(end.said.replaceAll("bzip2: ", "") || "bzip2 was killed");
  });

/** The window of `xz -9` is 64 MiB. */
const xzMemory = 192 * 1024 * 1024;

const xzLibrary = async (): Promise<Decoder> => {
  const { XzReadableStream } = (await import("xz-decompress")).default;
  return (source) =>
    new XzReadableStream(ReadableStream.from(source) as never) as unknown as AsyncIterable<Uint8Array>;
};

async function* explained(kind: Compression, source: ByteStream, plain: Decoder): ByteStream {
  const noted: { failure?: unknown } = {};
  try {
    yield* plain(noting(source, noted));
  } catch (error) {
    if ("failure" in noted) throw noted.failure;
    throw new LaresError({
      code: "bad-compression",
      message: `the bytes are not ${kind === "br" ? "brotli" : kind}, or not whole`,
      details: [error instanceof Error ? error.message : String(error)],
      hint: "fetch them again; if it stays so, their source is broken",
      cause: error,
    });
  }
}

/** A stream that is destroyed throws its error into what it reads: only what comes out of the source is the source's. */
async function* noting(source: ByteStream, noted: { failure?: unknown }): ByteStream {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await iterator.next().catch((error: unknown) => {
        noted.failure = error;
        throw error;
      });
      if (done === true) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
