/**
 * Finds which of some store paths a stream of bytes names, by the 32 characters of their digests: a builder may put a
 * path together in ways that keep nothing else of it. Memory does not grow with the stream.
 */
import { digestLength } from "../../format/store-path.ts";

export interface DigestScanner {
  /** The next piece of the stream; not kept. */
  scan(piece: Uint8Array): void;
  readonly found: ReadonlySet<string>;
}

export const createDigestScanner = (digests: Iterable<string>): DigestScanner => {
  const wanted = new Set(digests);
  const beginnings = new Uint8Array(0x10000);
  for (const digest of wanted) beginnings[(digest.charCodeAt(0) << 8) | digest.charCodeAt(1)] = 1;
  const found = new Set<string>();
  let tail = Buffer.alloc(0);

  /**
   * Looks at the last of 32 bytes first: where one is no digit, no digest can begin at or before it, which skips most of
   * any stream.
   */
  const scanWhole = (bytes: Buffer): void => {
    for (let at = 0; at + digestLength <= bytes.length; ) {
      let back = digestLength - 1;
      while (back >= 0 && isDigit[bytes[at + back]!] === 1) back--;
      if (back >= 0) {
        at += back + 1;
        continue;
      }
      if (beginnings[(bytes[at]! << 8) | bytes[at + 1]!] === 1) {
        const digest = bytes.toString("latin1", at, at + digestLength);
        if (wanted.has(digest)) found.add(digest);
      }
      at++;
    }
  };

  return {
    found,
    scan: (piece) => {
      if (wanted.size === 0) return;
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      scanWhole(Buffer.concat([tail, bytes.subarray(0, overlap)]));
      scanWhole(bytes);
      const end = bytes.length >= overlap ? bytes : Buffer.concat([tail, bytes]);
      tail = Buffer.from(end.subarray(Math.max(0, end.length - overlap)));
    },
  };
};

const overlap = digestLength - 1;
const isDigit = new Uint8Array(256);
for (const digit of "0123456789abcdfghijklmnpqrsvwxyz") isDigit[digit.charCodeAt(0)] = 1;
