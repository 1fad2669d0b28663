/**
 * File names on Unix are bytes; ours are strings. A byte that is not part of valid UTF-8 becomes the lone
 * surrogate U+DC00 + byte, which no valid UTF-8 decodes to, so that every name survives the round trip.
 */

/** What node:fs is given: the string itself, unless it carries escaped bytes. */
export const toFsPath = (path: string): string | Buffer => (path.isWellFormed() ? path : encodeName(path));

export const encodeName = (name: string): Buffer => {
  if (name.isWellFormed()) return Buffer.from(name);
  const parts: Buffer[] = [];
  for (const run of name.split(/([\udc80-\udcff]+)/u)) {
    if (run === "") continue;
    const escaped = /^[\udc80-\udcff]/.test(run);
    parts.push(escaped ? Buffer.from(Array.from(run, (c) => c.charCodeAt(0) & 0xff)) : Buffer.from(run));
  }
  return Buffer.concat(parts);
};

export const decodeName = (bytes: Uint8Array): string => {
  const text = strict.decode(bytes, decodeOptions);
  if (!text.includes("\ufffd")) return text;
  return decodeLossless(bytes);
};

const strict = new TextDecoder("utf-8", { ignoreBOM: true });
const decodeOptions = { stream: false };

const decodeLossless = (bytes: Uint8Array): string => {
  let name = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    name +=
      length === 0
        ? String.fromCharCode(0xdc00 | bytes[at]!)
        : strict.decode(bytes.subarray(at, at + length), decodeOptions);
    at += length || 1;
  }
  return name;
};

/** Bytes of the valid UTF-8 sequence at `at`, or 0 where there is none. */
const sequenceLength = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at]!;
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  return fatalDecodes(bytes.subarray(at, at + length)) ? length : 0;
};

const fatalDecodes = (bytes: Uint8Array): boolean => {
  try {
    fatal.decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
};

const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Compares names by their bytes, negative where `a` comes first: the order of NAR entries and manifests. */
export const compareNames = (a: string, b: string): number => {
  if (a === b) return 0;
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(encodeName(a), encodeName(b));
  return a < b ? -1 : 1;
};

/** Below U+D800 the order of UTF-16 units is that of UTF-8 bytes; with surrogates, paired or lone, it is not. */
const surrogate = /[\ud800-\udfff]/;
