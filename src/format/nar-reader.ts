/**
 * Reads a NAR (grammar: nar.ts) as it arrives, in pieces of any size, and tells a visitor what is in it. Nothing is
 * told before the part of the grammar that says it has been checked; contents are passed on as they come.
 */
import { LaresError } from "../base/errors.ts";
import { decodeName } from "../system/names.ts";
import {
  closing,
  defaultLimits,
  magic,
  type NarLimits,
  nameProblem,
  narStrings,
  padding,
  zeros,
} from "./nar.ts";

/** Paths are relative to the root, "" for the root itself. */
export interface NarVisitor {
  startDirectory(path: string): void;
  endDirectory(path: string): void;
  startFile(path: string, executable: boolean, size: number): void;
  /** A piece of the file that was started last; valid only during the call. */
  contents(piece: Uint8Array): void;
  endFile(path: string): void;
  link(path: string, text: string): void;
}

export interface NarReader {
  /** Throws `bad-nar` as soon as the bytes so far cannot begin an archive. */
  push(piece: Uint8Array): void;
  /** Says that there is no more; throws `bad-nar` where the archive is not complete. */
  end(): void;
}

export const createNarReader = (visitor: NarVisitor, limits: NarLimits = defaultLimits): NarReader => {
  const input = createInput();
  const parse = readArchive(input, visitor, limits);
  let done = parse.next().done === true;
  return {
    push: (piece) => {
      input.give(piece);
      if (!done) done = parse.next().done === true;
      if (done && input.rest() > 0) throw badNar("has bytes after its end", input.offset());
    },
    end: () => {
      if (!done) throw badNar("ends too early", input.offset());
    },
  };
};

/** Reads a whole archive from a stream. */
export const readNar = async (
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  visitor: NarVisitor,
  limits?: NarLimits,
): Promise<void> => {
  const reader = createNarReader(visitor, limits);
  for await (const piece of pieces) reader.push(piece);
  reader.end();
};

/** Yields whenever it needs more input. */
type Parse<T = void> = Generator<undefined, T, undefined>;

interface Budget {
  contents: number;
}

function* readArchive(input: Input, visitor: NarVisitor, limits: NarLimits): Parse {
  if (!input.skip(magic)) yield* expectToken(input, "nix-archive-1");
  yield* readNode(input, visitor, limits, { contents: limits.contents }, "", 0);
}

function* readNode(
  input: Input,
  visitor: NarVisitor,
  limits: NarLimits,
  budget: Budget,
  path: string,
  depth: number,
): Parse {
  if (!input.skip(nodeHead)) {
    yield* expectToken(input, "(");
    yield* expectToken(input, "type");
  }
  const type = input.skip(regularType) ? "regular" : yield* readToken(input);
  if (type === "regular") yield* readFile(input, visitor, budget, path);
  else if (type === "symlink") yield* readLink(input, visitor, limits, path);
  else if (type === "directory") yield* readDirectory(input, visitor, limits, budget, path, depth);
  else throw badNar(`has a node of the unknown type ${JSON.stringify(type)}`, input.offset());
}

function* readFile(input: Input, visitor: NarVisitor, budget: Budget, path: string): Parse {
  let token = input.skip(contentsToken) ? "contents" : yield* readToken(input);
  const executable = token === "executable";
  if (executable) {
    yield* expectToken(input, "");
    token = yield* readToken(input);
  }
  if (token !== "contents") throw unexpected(token, "contents", input);
  const size = input.takeLength() ?? (yield* readLength(input));
  if (size > budget.contents) throw badNar("has more contents than are allowed", input.offset());
  budget.contents -= size;
  visitor.startFile(path, executable, size);
  for (let left = size; left > 0; ) {
    const piece = input.takeSome(left);
    left -= piece.length;
    if (piece.length > 0) visitor.contents(piece);
    else yield;
  }
  if (!input.skip(zeros.subarray(0, padding(size)))) yield* expectPadding(input, size);
  if (!input.skip(closing)) yield* expectToken(input, ")");
  visitor.endFile(path);
}

function* readLink(input: Input, visitor: NarVisitor, limits: NarLimits, path: string): Parse {
  yield* expectToken(input, "target");
  const text = yield* readString(input, limits.link);
  if (text.length === 0 || text.includes(0)) throw badNar("has a link without a proper text", input.offset());
  const decoded = decodeName(text);
  yield* expectToken(input, ")");
  visitor.link(path, decoded);
}

function* readDirectory(
  input: Input,
  visitor: NarVisitor,
  limits: NarLimits,
  budget: Budget,
  path: string,
  depth: number,
): Parse {
  if (depth >= limits.depth)
    throw badNar(`has more than ${limits.depth} directories in each other`, input.offset());
  visitor.startDirectory(path);
  let last: Buffer | undefined;
  for (;;) {
    if (!input.skip(entryHead)) {
      const token = yield* readToken(input);
      if (token === ")") break;
      if (token !== "entry") throw unexpected(token, "entry", input);
      yield* expectToken(input, "(");
      yield* expectToken(input, "name");
    }
    const name: Buffer = Buffer.from(yield* readString(input, limits.name));
    assertEntry(last, name, input);
    last = name;
    if (!input.skip(nodeToken)) yield* expectToken(input, "node");
    const decoded = decodeName(name);
    yield* readNode(input, visitor, limits, budget, path === "" ? decoded : `${path}/${decoded}`, depth + 1);
    if (!input.skip(closing)) yield* expectToken(input, ")");
  }
  visitor.endDirectory(path);
}

const assertEntry = (last: Buffer | undefined, name: Buffer, input: Input): void => {
  const problem = nameProblem(name);
  if (problem !== undefined) throw badNar(`has an entry whose name ${problem}`, input.offset());
  if (last !== undefined && Buffer.compare(last, name) >= 0)
    throw badNar("has entries that are doubled or out of order", input.offset());
};

function* expectToken(input: Input, token: string): Parse {
  const found = yield* readToken(input);
  if (found !== token) throw unexpected(found, token, input);
}

function* readToken(input: Input): Parse<string> {
  const bytes = yield* readString(input, longestToken);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

function* readString(input: Input, limit: number): Parse<Uint8Array> {
  const length = input.takeLength() ?? (yield* readLength(input));
  if (length > limit)
    throw badNar(`has a text of ${length} bytes where ${limit} are allowed`, input.offset());
  const size = length + padding(length);
  const bytes = input.take(size) ?? (yield* input.await(size));
  if (size === length) return bytes;
  assertZero(bytes.subarray(length), input);
  return bytes.subarray(0, length);
}

function* readLength(input: Input): Parse<number> {
  const bytes = input.take(8) ?? (yield* input.await(8));
  const length = lengthIn(bytes, 0);
  if (!Number.isSafeInteger(length)) throw badNar("has an impossible length", input.offset());
  return length;
}

const lengthIn = (bytes: Uint8Array, at: number): number => u32(bytes, at) + u32(bytes, at + 4) * 2 ** 32;

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;

function* expectPadding(input: Input, length: number): Parse {
  const size = padding(length);
  assertZero(input.take(size) ?? (yield* input.await(size)), input);
}

const assertZero = (bytes: Uint8Array, input: Input): void => {
  for (const byte of bytes) if (byte !== 0) throw badNar("has padding that is not zero", input.offset());
};

const longestToken = 16;

/** What comes most often, looked for in one piece first: token by token it would cost more than the files. */
const nodeHead = narStrings("(", "type");
const regularType = narStrings("regular");
const contentsToken = narStrings("contents");
const entryHead = narStrings("entry", "(", "name");
const nodeToken = narStrings("node");

const unexpected = (found: string, wanted: string, input: Input): LaresError =>
  badNar(`has ${JSON.stringify(found)} where ${JSON.stringify(wanted)} belongs`, input.offset());

const badNar = (problem: string, offset: number): LaresError =>
  new LaresError({
    code: "bad-nar",
    message: `the archive ${problem}`,
    details: [`near byte ${offset}`],
    hint: "fetch it again; if it stays so, its source is broken or hostile",
  });

type Input = ReturnType<typeof createInput>;

/** The bytes that came and were not taken yet. What is taken is valid until the next `yield`. */
const createInput = () => {
  let piece: Uint8Array = new Uint8Array();
  let at = 0;
  let before = 0;
  const takeSome = (most: number): Uint8Array => {
    const taken = piece.subarray(at, at + most);
    at += taken.length;
    return taken;
  };
  return {
    give: (next: Uint8Array): void => {
      before += piece.length;
      piece = next;
      at = 0;
    },
    rest: (): number => piece.length - at,
    /** Bytes taken so far. */
    offset: (): number => before + at,
    takeSome,
    /** Passes over exactly these bytes, where they are what comes next and are all there. */
    skip: (bytes: Uint8Array): boolean => {
      const end = at + bytes.length;
      if (end > piece.length) return false;
      for (let i = 0; i < bytes.length; i++) if (piece[at + i] !== bytes[i]) return false;
      at = end;
      return true;
    },
    /** A length that is there whole and possible. */
    takeLength: (): number | undefined => {
      if (piece.length - at < 8) return undefined;
      const length = lengthIn(piece, at);
      if (!Number.isSafeInteger(length)) return undefined;
      at += 8;
      return length;
    },
    /** Exactly so many bytes, if they are there. */
    take: (size: number): Uint8Array | undefined => (piece.length - at >= size ? takeSome(size) : undefined),
    /** Exactly so many bytes, gathered over as many pieces as it takes. */
    *await(size: number): Parse<Uint8Array> {
      const gathered = new Uint8Array(size);
      for (let filled = 0; ; ) {
        const some = takeSome(size - filled);
        gathered.set(some, filled);
        filled += some.length;
        if (filled === size) return gathered;
        yield;
      }
    },
  };
};
