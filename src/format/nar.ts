/**
 * NAR, Nix's archive: what a tree of files is for its hash. No owners, no times, one bit of permission.
 *
 *   nar     = str("nix-archive-1") node
 *   node    = str("(") str("type") ( regular | symlink | directory ) str(")")
 *   regular = str("regular") [ str("executable") str("") ] str("contents") str(bytes)
 *   symlink = str("symlink") str("target") str(text)
 *   directory = str("directory") { str("entry") str("(") str("name") str(name) str("node") node str(")") }
 *   str(s)  = length of s as 64 bits, little-endian; s; zeros up to a multiple of 8
 *
 * Entries are sorted by the bytes of their names, no two alike; a name is not empty, not "." or "..", and has neither
 * "/" nor NUL. Exactly one encoding for each tree: a reader that accepts less strictly would let two archives with
 * different hashes stand for the same tree.
 */
import { encodeName } from "../system/names.ts";

/** Bounds against hostile archives; far beyond what file systems take. */
export interface NarLimits {
  /** Directories inside each other. */
  readonly depth: number;
  /** Bytes of one name. */
  readonly name: number;
  /** Bytes of a link's text. */
  readonly link: number;
  /** Bytes of contents, all files together. */
  readonly contents: number;
}

export const defaultLimits: NarLimits = { depth: 512, name: 255, link: 4095, contents: 2 ** 44 };

/** Why bytes cannot be a name in an archive; undefined where they can. */
export const nameProblem = (name: Uint8Array): string | undefined => {
  if (name.length === 0) return "is empty";
  if (name[0] === dot && (name.length === 1 || (name.length === 2 && name[1] === dot)))
    return "leads to another directory";
  if (name.includes(slash)) return "has a slash";
  if (name.includes(0)) return "has a NUL byte";
  return undefined;
};

/** `str(…)` for each part, one after the other. */
export const narStrings = (...parts: readonly string[]): Buffer =>
  Buffer.concat(
    parts
      .map(encodeName)
      .flatMap((part) => [u64(part.length), part, zeros.subarray(0, padding(part.length))]),
  );

/** Zeros that follow so many bytes. */
export const padding = (length: number): number => (8 - (length & 7)) & 7;

export const writeU64 = (target: Buffer, at: number, value: number): void => {
  target.writeUInt32LE(value % 2 ** 32, at);
  target.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
};

export const zeros = Buffer.alloc(8);

/**
 * A frame is the whole archive of a single file in one piece of memory: head, contents, tail. Its hash names the
 * contents; without the magic it is the file's node in the archive of the tree around it.
 */
export const magic = narStrings("nix-archive-1");
export const frameHeadSize = (executable: boolean): number => magic.length + fileHead(executable).length + 8;
export const frameSize = (executable: boolean, size: number): number =>
  frameHeadSize(executable) + size + padding(size) + closing.length;

/** Writes head and tail around the contents that are, or will be, at `at + frameHeadSize(executable)`. */
export const writeFrame = (target: Buffer, at: number, executable: boolean, size: number): void => {
  const head = fileHead(executable);
  target.set(magic, at);
  target.set(head, at + magic.length);
  writeU64(target, at + magic.length + head.length, size);
  const end = at + frameHeadSize(executable) + size;
  target.fill(0, end, end + padding(size));
  target.set(closing, end + padding(size));
};

export const encodeFile = (contents: Uint8Array, executable: boolean): Buffer => {
  const frame = Buffer.allocUnsafe(frameSize(executable, contents.length));
  frame.set(contents, frameHeadSize(executable));
  writeFrame(frame, 0, executable, contents.length);
  return frame;
};

export const fileHead = (executable: boolean): Buffer => (executable ? executableHead : plainHead);
export const closing = narStrings(")");

const plainHead = narStrings("(", "type", "regular", "contents");
const executableHead = narStrings("(", "type", "regular", "executable", "", "contents");
const dot = 0x2e;
const slash = 0x2f;

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  writeU64(bytes, 0, value);
  return bytes;
}
