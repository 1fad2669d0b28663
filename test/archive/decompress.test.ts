import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Compression, decompressor } from "../../src/archive/decompress.ts";
import { LaresError } from "../../src/base/errors.ts";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const plain = Buffer.concat([randomBytes(200_000), Buffer.alloc(3_000_000, "lares "), randomBytes(1000)]);

const compress: Readonly<Record<Compression, (bytes: Buffer) => Buffer>> = {
  none: (bytes) => bytes,
  gzip: (bytes) => zlib.gzipSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
  xz: (bytes) => execFileSync("xz", ["-1c"], { input: bytes, maxBuffer: 1 << 26 }),
  bzip2: (bytes) => execFileSync("bzip2", ["-c"], { input: bytes, maxBuffer: 1 << 26 }),
};

const pieces = async function* (bytes: Buffer, size = 7001) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const read = async (kind: Compression, source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of (await decompressor(kind))(source)) all.push(Buffer.from(piece));
  return Buffer.concat(all);
};

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return error instanceof LaresError ? error.code : String(error);
};

for (const kind of ["none", "gzip", "br", "zstd", "xz", "bzip2"] as const)
  describe.skipIf((kind === "xz" || kind === "bzip2") && !has(kind))(
    `${kind} (skipped where its program is not installed)`,
    () => {
      test("gives back what was compressed", async () => {
        expect((await read(kind, pieces(compress[kind](plain)))).equals(plain)).toBe(true);
        expect(await read(kind, pieces(compress[kind](Buffer.alloc(0))))).toHaveLength(0);
      });

      test("passes on what goes wrong at the source, and closes it when the reader stops", async () => {
        const compressed = compress[kind](plain);
        const broken = async function* () {
          yield compressed.subarray(0, 5000);
          throw new Error("the line went dead");
        };
        expect(await codeOf(read(kind, broken()))).toContain("the line went dead");
        let closed = false;
        const endless = async function* () {
          try {
            for (;;) yield* pieces(compressed);
          } finally {
            closed = true;
          }
        };
        for await (const _ of (await decompressor(kind))(endless())) break;
        await expect.poll(() => closed).toBe(true);
      });

      test.skipIf(kind === "none")("refuses what is cut short, damaged or something else", async () => {
        const compressed = compress[kind](plain);
        const damaged = Buffer.from(compressed);
        damaged.fill(0x5a, 1000, 1400);
        expect(await codeOf(read(kind, pieces(compressed.subarray(0, compressed.length - 9))))).toBe(
          "bad-compression",
        );
        expect(await codeOf(read(kind, pieces(Buffer.from("no such thing"))))).toBe("bad-compression");
        if (kind !== "zstd" && kind !== "br")
          expect(await codeOf(read(kind, pieces(damaged)))).toBe("bad-compression");
      });
    },
  );

test.skipIf(!has("xz"))(
  "xz is read without the program, too (skipped where xz is not installed)",
  async () => {
    const compressed = compress.xz(plain);
    const path = process.env.PATH;
    process.env.PATH = "/nowhere";
    try {
      expect((await read("xz", pieces(compressed))).equals(plain)).toBe(true);
      expect(await codeOf(read("xz", pieces(compressed.subarray(0, 5000))))).toBe("bad-compression");
      expect(await codeOf(read("xz", pieces(Buffer.from("no such thing"))))).toBe("bad-compression");
    } finally {
      process.env.PATH = path;
    }
  },
);
