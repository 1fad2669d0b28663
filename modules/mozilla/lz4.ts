/**
 * Mozilla's container for compressed JSON (`*.mozlz4`):
 *
 *     file  = "mozLz40" NUL size block        size: bytes of the plain text, 32 bits, little-endian
 *     block = an LZ4 block; ours is one sequence of literals: token, length, bytes
 *
 * Not smaller than the text, but what every LZ4 reader accepts; Firefox compresses it when it writes the file anew.
 */

/** The file of a text, in base64. */
export const mozlz4 = (text: string): string => {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(12);
  head.write("mozLz40\0", "latin1");
  head.writeUInt32LE(bytes.length, 8);
  return Buffer.concat([head, literalHead(bytes.length), bytes]).toString("base64");
};

/** A length of 15 or more goes on after the token, 255 to a byte, until a byte below 255. */
const literalHead = (length: number): Uint8Array => {
  if (length < 15) return Uint8Array.of(length << 4);
  const rest = length - 15;
  const more = Math.floor(rest / 255);
  return Uint8Array.from([0xf0, ...Array<number>(more).fill(255), rest % 255]);
};
