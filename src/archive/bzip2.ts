/**
 * unbzip2-stream, for systems without `bzip2`. Its stream decodes all that it has at once, which a few bytes made for it
 * turn into gigabytes; so its decoder is used one block at a time.
 */
import type { BitIterator } from "unbzip2-stream/lib/bit_iterator.js";
import type { ByteStream } from "./decompress.ts";

export async function* readBzip2(pieces: ByteStream): AsyncGenerator<Uint8Array> {
  const [{ default: decoder }, { default: bitIterator }] = await Promise.all([
    import("unbzip2-stream/lib/bzip2.js"),
    import("unbzip2-stream/lib/bit_iterator.js"),
  ]);
  const queue: Uint8Array[] = [];
  let given = 0;
  let level = 0;
  let checksum: number | null = null;
  let ended = false;
  const takeNext = (): Uint8Array => {
    const next = queue.shift();
    if (next === undefined) throw new Error("it ends too early");
    return next;
  };
  let bits: BitIterator | undefined;
  const source = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      while (!ended && given - (bits?.bytesRead ?? 0) < mostOfOneBlock) {
        const { done, value } = await source.next();
        ended = done === true;
        if (!ended && value.length > 0) queue.push(value);
        given += ended ? 0 : value.length;
      }
      bits ??= bitIterator(takeNext);
      const reader = bits;
      if (level === 0 && ended && given <= reader.bytesRead) return;
      if (level === 0) {
        level = decoder.header(reader);
        checksum = 0;
        continue;
      }
      const output = gather();
      const before: number = checksum ?? 0;
      checksum = decoder.decompress(
        reader,
        output.add,
        new Int32Array(100_000 * level),
        100_000 * level,
        before,
      );
      if (checksum === null) level = 0;
      else yield* output.all();
    }
  } finally {
    await source.return?.();
  }
}

/** A block is at most 900 kB before it is compressed, and hardly longer after. */
const mostOfOneBlock = 1_000_000;

/** Takes bytes one by one; runs make of one block up to 46 MB. */
const gather = () => {
  const full: Buffer[] = [];
  let piece = Buffer.allocUnsafe(256 * 1024);
  let at = 0;
  return {
    add: (byte: number): void => {
      if (at === piece.length) {
        full.push(piece);
        piece = Buffer.allocUnsafe(256 * 1024);
        at = 0;
      }
      piece[at++] = byte;
    },
    all: (): readonly Buffer[] => (at === 0 ? full : [...full, piece.subarray(0, at)]),
  };
};
