/**
 * Text that came from outside (file names, configuration), safe for a terminal: control characters, bytes that are
 * not UTF-8 and characters that reorder a line are shown as escapes, never acted on.
 */
export const printable = (text: string): string => (plain.test(text) ? text : text.replace(unsafe, escapeOf));

/** The same for a text of several lines: line breaks and tabs stay. */
export const printableLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.split("\t").map(printable).join("\t"))
    .join("\n");

/** JSON whose strings are safe for a terminal too: what JSON itself leaves as it is becomes \\u escapes. */
export const jsonText = (value: unknown): string => escapedJson(JSON.stringify(value, undefined, 2));

/** The same in one line: of a stream of events. */
export const jsonLine = (value: unknown): string => escapedJson(JSON.stringify(value));

const escapedJson = (text: string): string =>
  text.replace(unsafeInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

const unsafeInJson = /[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Fits for a shell: as it is when that is safe, else quoted. */
export const shellQuoted = (word: string): string =>
  /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const plain = /^[\x20-\x7e]*$/;
const unsafe = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

const escapeOf = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code & 0xff).toString(16)}`;
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
};

const shortEscapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\x1b": "\\e",
};
