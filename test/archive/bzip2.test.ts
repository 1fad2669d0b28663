/** bzip2 where the system has no such program to read it; making it needs the program. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readBzip2 } from "../../src/archive/bzip2.ts";

const has = spawnSync("which", ["bzip2"]).status === 0;
const bzip2 = (bytes: Buffer, level = 9): Buffer =>
  execFileSync("bzip2", [`-${level}`, "-c"], { input: bytes, maxBuffer: 1 << 28 });
const pieces = async function* (bytes: Buffer, size = 7001) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};
const read = async (bytes: Buffer, size?: number): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of readBzip2(pieces(bytes, size))) all.push(Buffer.from(piece));
  return Buffer.concat(all);
};

describe.skipIf(!has)("bzip2 by the library (skipped where bzip2 is not installed)", () => {
  const plain = Buffer.concat([
    randomBytes(1_300_000),
    Buffer.alloc(3_000_000, "lares "),
    Buffer.alloc(9, 0),
  ]);

  test.each([1, 9])("gives back what was compressed at level %i, in pieces of any size", async (level) => {
    const packed = bzip2(plain, level);
    for (const size of [997, 1 << 20]) expect((await read(packed, size)).equals(plain)).toBe(true);
  });

  test("nothing, and several streams one after the other", async () => {
    expect(await read(bzip2(Buffer.alloc(0)))).toHaveLength(0);
    expect(
      (await read(Buffer.concat([bzip2(plain), bzip2(plain, 1)]))).equals(Buffer.concat([plain, plain])),
    ).toBe(true);
  });

  test("what is cut short, damaged or something else is an error", async () => {
    const packed = bzip2(plain);
    await expect(read(packed.subarray(0, packed.length - 5))).rejects.toThrow("ends too early");
    await expect(read(packed.subarray(0, 600_000))).rejects.toThrow("ends too early");
    const damaged = Buffer.from(packed);
    damaged[700_000]! ^= 1;
    await expect(read(damaged)).rejects.toThrow();
    await expect(read(Buffer.from("no such thing"))).rejects.toThrow();
  });

  test("a little that becomes a lot comes block by block, and what it is read from is closed when the reader stops", async () => {
    let closed = false;
    const source = async function* () {
      try {
        yield* pieces(bzip2(Buffer.alloc(200_000_000)));
      } finally {
        closed = true;
      }
    };
    let taken = 0;
    for await (const piece of readBzip2(source())) {
      taken += piece.length;
      if (taken > 1_000_000) break;
    }
    expect(taken).toBeLessThan(2_000_000);
    expect(closed).toBe(true);
  });
});
