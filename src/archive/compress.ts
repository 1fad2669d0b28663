/** Streams of bytes, compressed as they are read. */
import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { LaresError } from "../base/errors.ts";
import { hasProgram, throughProgram } from "../system/filter-program.ts";
import type { ByteStream, Compression } from "./decompress.ts";

/** What compresses streams this way, at the level that the format is usually used at. Throws `no-compressor`. */
export const compressor = (kind: Compression): ((source: ByteStream) => ByteStream) => {
  switch (kind) {
    case "none":
      return (source) => source;
    case "gzip":
      return through(() => zlib.createGzip());
    case "br":
      return through(() => zlib.createBrotliCompress());
    case "zstd":
      return through(() => zlib.createZstdCompress());
    case "xz":
      return throughSystem("xz", ["--compress", "--stdout", "--threads=0"]);
    case "bzip2":
      return throughSystem("bzip2", ["--compress", "--stdout"]);
  }
};

const through =
  (create: () => Transform) =>
  (source: ByteStream): ByteStream => {
    const stream = create();
    pipeline(Readable.from(source, { objectMode: false }), stream, () => {});
    return stream;
  };

const throughSystem = (program: string, args: readonly string[]) => {
  if (!hasProgram(program))
    throw new LaresError({
      code: "no-compressor",
      message: `there is no program ${program} on PATH`,
      hint: "install it, or compress with zstd, which Lares does by itself",
    });
  return (source: ByteStream): ByteStream =>
    throughProgram(program, args, source, ({ status, said }) => {
      if (status !== 0) throw new Error(`${program} ended with ${status}: ${said}`);
    });
};
