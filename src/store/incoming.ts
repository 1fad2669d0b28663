/**
 * Objects on their way in as NARs: unpacked aside as they come, canonical from the first, hashed meanwhile. What does
 * not turn out to be what was promised is never seen at its path.
 */
import * as crypto from "node:crypto";
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { type ContentAddress, parseContentAddress } from "../format/content-address.ts";
import { formatHash } from "../format/hash.ts";
import { defaultLimits, frameHeadSize, frameSize, writeFrame } from "../format/nar.ts";
import { createNarReader, type NarVisitor } from "../format/nar-reader.ts";
import { createNarWriter, type NarWriter } from "../format/nar-writer.ts";
import { type OpenFile, openNewFile } from "../system/contents.ts";
import { removeTree } from "../system/durable.ts";
import { chmod, makeDirectory, setTimes, symlink } from "../system/files.ts";
import { directoryMode, fileMode, storeTime } from "./canonical.ts";
import { type ContentPool, createContentPool, type Placed } from "./content-pool.ts";
import { replaceByLink } from "./seal-tree.ts";
import type { Admissible, PathInfo } from "./store.ts";
import { contentHash, type FileNode } from "./tree.ts";

/** An object that is whole and checked, and waits to be admitted. */
export interface Arrived extends Admissible {
  /** Removes what was written. */
  discard(): void;
}

export interface Incoming extends Arrived {
  /** The next bytes of the NAR. Throws `bad-nar`, and `nar-mismatch` where there are more than promised. */
  write(piece: Uint8Array): void;
  /** All bytes of the NAR at once, hashed before anything is unpacked; `finish` follows. The memory is used up by it. */
  writeWhole(nar: Uint8Array): void;
  /** After the last bytes. Throws `bad-nar`, and `nar-mismatch` where they are not those that `info` promises. */
  finish(): void;
  /** Where it goes no further: lets go of what is open. */
  close(): void;
}

/** Nothing may be at `place`. */
export const createIncoming = (storeDir: AbsolutePath, place: AbsolutePath, info: PathInfo): Incoming => {
  const pool = createContentPool(storeDir);
  const unpacking = unpacker(place, pool);
  const named = addressCheck(info, unpacking.visitor);
  const reader = createNarReader(named.visitor, { ...defaultLimits, contents: info.narSize });
  let hash: crypto.Hash | undefined;
  let size = 0;
  const assertHash = (found: string): void => {
    if (found !== info.narHash) throw mismatch(info, "hash", info.narHash, found);
  };
  return {
    info,
    place,
    pool,
    write: (piece) => {
      size += piece.length;
      if (size > info.narSize) throw mismatch(info, "bytes", info.narSize, "more");
      hash ??= crypto.createHash("sha256");
      hash.update(piece);
      named.update(piece);
      reader.push(piece);
    },
    writeWhole: (nar) => {
      size = nar.length;
      if (size !== info.narSize) throw mismatch(info, "bytes", info.narSize, size);
      assertHash(`sha256:${crypto.hash("sha256", nar, "hex")}`);
      named.update(nar);
      unpacking.within(nar);
      reader.push(nar);
    },
    finish: () => {
      if (size !== info.narSize) throw mismatch(info, "bytes", info.narSize, size);
      if (hash !== undefined) assertHash(`sha256:${hash.digest("hex")}`);
      reader.end();
      named.finish();
    },
    close: unpacking.abandon,
    discard: () => {
      unpacking.abandon();
      removeTree(place);
    },
  };
};

/** What was unpacked to `place` by another thread. */
export const arrivedAt = (
  storeDir: AbsolutePath,
  place: AbsolutePath,
  info: PathInfo,
  placed: Placed,
): Arrived => ({
  info,
  place,
  pool: createContentPool(storeDir, placed),
  discard: () => removeTree(place),
});

interface Unpacking {
  readonly visitor: NarVisitor;
  /** Says that what comes lies in this memory, file by file in one piece, and may be written over. */
  within(nar: Uint8Array): void;
  /** Closes what is open. */
  abandon(): void;
}

/** Files up to a size are gathered in memory, so that equal ones need not be written at all. */
const unpacker = (place: AbsolutePath, pool: ContentPool): Unpacking => {
  const at = (path: string): AbsolutePath => (path === "" ? place : below(place, path));
  let small: SmallFile | undefined;
  let large: LargeFile | undefined;
  let whole: Uint8Array | undefined;
  return {
    within: (nar) => {
      whole = nar;
    },
    visitor: {
      startDirectory: (path) => makeDirectory(at(path), 0o755),
      endDirectory: (path) => {
        chmod(at(path), directoryMode);
        setTimes(at(path), storeTime);
      },
      startFile: (path, executable, size) => {
        if (whole !== undefined && size > 0) small = startInPlace(whole, executable, size);
        else if (size <= largestGathered) small = startSmall(executable, size);
        else large = startLarge(at(path), executable, size);
      },
      contents: (piece) => (small ?? large!).add(piece),
      endFile: (path) => {
        if (small !== undefined) pool.place(at(path), small.node());
        else finishLarge(large!, at(path), pool);
        small = large = undefined;
      },
      link: (path, text) => {
        symlink(text, at(path));
        setTimes(at(path), storeTime);
      },
    },
    abandon: () => {
      large?.file.abandon();
      large = undefined;
    },
  };
};

interface SmallFile {
  add(piece: Uint8Array): void;
  /** To be used before the next file begins: the memory is used again. */
  node(): FileNode;
}

const startSmall = (executable: boolean, size: number): SmallFile => {
  const needed = frameSize(executable, size);
  const memory = spare !== undefined && spare.length >= needed ? spare : Buffer.allocUnsafe(needed);
  spare = undefined;
  const frame = memory.subarray(0, needed);
  let at = frameHeadSize(executable);
  return {
    add: (piece) => {
      frame.set(piece, at);
      at += piece.length;
    },
    node: () => {
      writeFrame(frame, 0, executable, size);
      spare = memory;
      return { type: "file", executable, size, hash: contentHash(frame), frame };
    },
  };
};

/** What no file is being gathered in now. */
let spare: Buffer | undefined;

/**
 * In a NAR a file follows what names it, which has been read by then and is never shorter than the words that begin an
 * archive: with those in its place the file's frame is there, and nothing has to be copied.
 */
const startInPlace = (nar: Uint8Array, executable: boolean, size: number): SmallFile => {
  let frame = nar;
  return {
    add: (contents) => {
      const start = contents.byteOffset - nar.byteOffset - frameHeadSize(executable);
      frame = nar.subarray(start, start + frameSize(executable, size));
    },
    node: () => {
      writeFrame(frame as Buffer, 0, executable, size);
      return { type: "file", executable, size, hash: contentHash(frame), frame };
    },
  };
};

interface LargeFile {
  readonly file: OpenFile;
  readonly executable: boolean;
  readonly size: number;
  readonly nar: NarWriter;
  readonly hash: crypto.Hash;
  add(piece: Uint8Array): void;
}

const startLarge = (path: AbsolutePath, executable: boolean, size: number): LargeFile => {
  const file = openNewFile(path);
  const hash = crypto.createHash("sha256");
  const nar = createNarWriter((piece) => hash.update(piece));
  nar.startFile(executable, size);
  const add = (piece: Uint8Array): void => {
    nar.contents(piece);
    file.write(piece);
  };
  return { file, executable, size, nar, hash, add };
};

const finishLarge = (
  { file, executable, size, nar, hash }: LargeFile,
  path: AbsolutePath,
  pool: ContentPool,
): void => {
  nar.endFile();
  nar.end();
  file.finish({ mode: fileMode({ executable }), seconds: storeTime });
  const equal = pool.equalOf({ type: "file", executable, size, hash: encodeBase32(hash.digest()) }, path);
  if (equal !== undefined) replaceByLink(equal, path);
};

interface AddressCheck {
  readonly visitor: NarVisitor;
  update(narPiece: Uint8Array): void;
  finish(): void;
}

/**
 * What is named by its contents must have those contents, whoever says so. A tree that mentions itself cannot be checked
 * as it comes: for it a signature has to vouch, which whoever begins to receive it has looked at.
 */
const addressCheck = (info: PathInfo, visitor: NarVisitor): AddressCheck => {
  const address = info.ca === undefined ? undefined : parseContentAddress(info.ca);
  if (address === undefined || info.references.includes(info.path))
    return { visitor, update() {}, finish() {} };
  const isNarHash = address.method === "recursive" && address.hash.algorithm === "sha256";
  if (isNarHash && formatHash(address.hash, "base16") === info.narHash)
    return { visitor, update() {}, finish() {} };
  const hash = crypto.createHash(address.hash.algorithm);
  const finish = (): void => {
    const found = formatHash({ ...address.hash, bytes: hash.digest() }, "base32");
    const wanted = formatHash(address.hash, "base32");
    if (found !== wanted) throw mismatch(info, "content address", wanted, found);
  };
  if (address.method === "recursive") return { visitor, update: (piece) => hash.update(piece), finish };
  return { visitor: plainFileOnly(info, address, visitor, hash), update() {}, finish };
};

const plainFileOnly = (
  info: PathInfo,
  { method }: ContentAddress,
  visitor: NarVisitor,
  hash: crypto.Hash,
): NarVisitor => {
  const refuse = (what: string) => (): never => {
    throw mismatch(info, "kind", `a plain file (${method})`, what);
  };
  return {
    ...visitor,
    startDirectory: refuse("a folder"),
    link: refuse("a link"),
    startFile: (path, executable, size) => {
      if (executable) refuse("a program")();
      visitor.startFile(path, executable, size);
    },
    contents: (piece) => {
      hash.update(piece);
      visitor.contents(piece);
    },
  };
};

/** Larger files go to disk as they come. */
const largestGathered = 1024 * 1024;

const mismatch = (
  { path }: PathInfo,
  what: string,
  promised: string | number,
  found: string | number,
): LaresError =>
  new LaresError({
    code: "nar-mismatch",
    message: `the contents for ${path} are not what was promised`,
    details: [`${what} promised: ${promised}`, `${what} found:    ${found}`],
    hint: "nothing was taken in; whoever sent it is damaged or hostile",
  });
