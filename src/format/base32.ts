/**
 * Nix's base32: 32 characters without e, o, t and u, read from the last bits of the bytes to the first.
 *
 *   text   = character * ceil(8 n / 5)           for n bytes
 *   the i-th character from the right = bits 5 i … 5 i + 4 of the bytes taken as a little-endian number
 *
 * The bits that the first character has to spare are zero. Only lower case.
 */
const alphabet = "0123456789abcdfghijklmnpqrsvwxyz";

export const encodeBase32 = (bytes: Uint8Array): string => {
  let text = "";
  const length = base32Length(bytes.length);
  const even = length & ~1;
  if (even !== length) text += alphabet[bitsAt(bytes, even * 5) & 31];
  for (let n = even - 2; n >= 0; n -= 2) text += pairs[bitsAt(bytes, n * 5) & 1023];
  return text;
};

/** Sixteen bits or more from a position on; zeros beyond the end. */
const bitsAt = (bytes: Uint8Array, position: number): number => {
  const at = position >> 3;
  const window = bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return window >> (position & 7);
};

/** Two characters for each ten bits. */
const pairs = [...alphabet].flatMap((high) => [...alphabet].map((low) => high + low));

/** The bytes; undefined where a character is not in the alphabet or the spare bits are not zero. */
export const decodeBase32 = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  for (let n = 0; n < text.length; n++) {
    const digit = digits.get(text.charCodeAt(text.length - 1 - n));
    if (digit === undefined) return undefined;
    const at = (n * 5) >> 3;
    const window = digit << ((n * 5) & 7);
    if (at < bytes.length) bytes[at]! |= window & 0xff;
    else if ((window & 0xff) !== 0) return undefined;
    if (at + 1 < bytes.length) bytes[at + 1]! |= window >> 8;
    else if (window >> 8 !== 0) return undefined;
  }
  return base32Length(bytes.length) === text.length ? bytes : undefined;
};

/** Characters for so many bytes. */
export const base32Length = (bytes: number): number => Math.ceil((bytes * 8) / 5);

const digits = new Map([...alphabet].map((character, digit) => [character.charCodeAt(0), digit]));
