/** Writes a NAR (grammar: nar.ts), piece by piece, with the order and the names of its entries checked. */
import { compareNames, encodeName } from "../system/names.ts";
import { closing, fileHead, magic, nameProblem, narStrings, padding, writeU64, zeros } from "./nar.ts";

export interface NarWriter {
  startDirectory(): void;
  /** Names the node that comes next; names ascend by their bytes. */
  startEntry(name: string): void;
  endEntry(): void;
  endDirectory(): void;
  startFile(executable: boolean, size: number): void;
  /** A piece of the contents; all pieces together have the size that was announced. */
  contents(piece: Uint8Array): void;
  endFile(): void;
  link(text: string): void;
  /** A node that is encoded already: a frame without its magic. */
  node(encoded: Uint8Array): void;
  /** Gives out what is still held back. */
  end(): void;
}

/** `emit` gets the archive in pieces that are valid only during the call. */
export const createNarWriter = (emit: (piece: Uint8Array) => void): NarWriter => {
  const out = collector(emit);
  const lastNames: (string | undefined)[] = [];
  let unwritten = 0;
  let size = 0;
  out.put(magic);
  return {
    startDirectory: () => {
      lastNames.push(undefined);
      out.put(directoryHead);
    },
    startEntry: (name) => {
      const bytes = encodeName(name);
      assertNext(lastNames.at(-1), name, bytes);
      lastNames[lastNames.length - 1] = name;
      out.put(entryHead);
      out.string(bytes);
      out.put(nodeToken);
    },
    endEntry: () => out.put(closing),
    endDirectory: () => {
      lastNames.pop();
      out.put(closing);
    },
    startFile: (executable, announced) => {
      size = unwritten = announced;
      out.put(fileHead(executable));
      out.u64(announced);
    },
    contents: (piece) => {
      unwritten -= piece.length;
      out.put(piece);
    },
    endFile: () => {
      if (unwritten !== 0)
        throw new Error(`${size} bytes of contents were announced, ${size - unwritten} came`);
      out.put(zeros.subarray(0, padding(size)));
      out.put(closing);
    },
    link: (text) => {
      out.put(linkHead);
      out.string(encodeName(text));
      out.put(closing);
    },
    node: out.put,
    end: out.flush,
  };
};

const directoryHead = narStrings("(", "type", "directory");
const entryHead = narStrings("entry", "(", "name");
const nodeToken = narStrings("node");
const linkHead = narStrings("(", "type", "symlink", "target");

const assertNext = (last: string | undefined, name: string, bytes: Uint8Array): void => {
  const problem = nameProblem(bytes);
  if (problem !== undefined) throw new Error(`the name ${JSON.stringify(name)} ${problem}`);
  if (last !== undefined && compareNames(last, name) >= 0)
    throw new Error(`the entry ${JSON.stringify(name)} does not come after ${JSON.stringify(last)}`);
};

/** Gathers small pieces, so that a hash or a stream is fed seldom; large ones pass through uncopied. */
const collector = (emit: (piece: Uint8Array) => void) => {
  const buffer = Buffer.allocUnsafe(collectedBytes);
  let used = 0;
  const flush = (): void => {
    if (used > 0) emit(buffer.subarray(0, used));
    used = 0;
  };
  const put = (bytes: Uint8Array): void => {
    if (used + bytes.length > buffer.length) flush();
    if (bytes.length > buffer.length) emit(bytes);
    else {
      buffer.set(bytes, used);
      used += bytes.length;
    }
  };
  const u64 = (value: number): void => {
    if (used + 8 > buffer.length) flush();
    writeU64(buffer, used, value);
    used += 8;
  };
  const string = (bytes: Uint8Array): void => {
    u64(bytes.length);
    put(bytes);
    put(zeros.subarray(0, padding(bytes.length)));
  };
  return { put, u64, string, flush };
};

const collectedBytes = 64 * 1024;
