/** File contents in pieces, into memory that the caller owns and uses again: a thousand small reads without garbage. */
import * as fs from "node:fs";
import { guarded } from "./faults.ts";
import { toFsPath } from "./names.ts";

/**
 * Reads a file from its beginning into `target` at `at`, `limit` bytes at most. Gives the number of bytes read; as many
 * as `limit` may mean that there are more.
 */
export const readInto = (path: string, target: Uint8Array, at: number, limit: number): number => {
  const descriptor = calls.open(toFsPath(path), "r");
  try {
    let filled = 0;
    while (filled < limit) {
      const got = calls.read(descriptor, target, at + filled, limit - filled, null);
      if (got === 0) break;
      filled += got;
    }
    return filled;
  } finally {
    calls.close(descriptor);
  }
};

export interface ReadableFile {
  /** As many of the next bytes as there are, `limit` at most, into `target` at `at`; 0 at the end. */
  read(target: Uint8Array, at: number, limit: number): number;
  close(): void;
}

/** A file to be read from its beginning on, at the caller's pace. */
export const openFile = (path: string): ReadableFile => {
  const descriptor = calls.open(toFsPath(path), "r");
  return {
    read: (target, at, limit) => calls.read(descriptor, target, at, limit, null),
    close: () => calls.close(descriptor),
  };
};

/** Passes a file's contents on, piece by piece; a piece is valid only during the call. */
export const readPieces = (path: string, onPiece: (piece: Uint8Array) => void): void => {
  const buffer = pieceBuffer ?? Buffer.allocUnsafe(pieceBytes);
  pieceBuffer = undefined;
  const descriptor = calls.open(toFsPath(path), "r");
  try {
    for (;;) {
      const got = calls.read(descriptor, buffer, 0, buffer.length, null);
      if (got === 0) return;
      onPiece(buffer.subarray(0, got));
    }
  } finally {
    calls.close(descriptor);
    pieceBuffer = buffer;
  }
};

/**
 * Makes a new file (EEXIST where there is one) with exactly these permission bits, whatever the umask, and where
 * `seconds` is given with that time of modification. `fill` writes the contents.
 */
export const createFile = (
  path: string,
  { mode, seconds }: { mode: number; seconds?: number },
  fill: (write: (piece: Uint8Array) => void) => void,
): void => {
  const descriptor = calls.open(toFsPath(path), "wx", mode);
  try {
    fill((piece) => writeWhole(descriptor, piece));
    if (!asAsked.has(mode)) settleMode(descriptor, mode);
    if (seconds !== undefined) calls.futimes(descriptor, seconds, seconds);
  } finally {
    calls.close(descriptor);
  }
};

/** A call less for each file where the umask, and whatever else has a say, takes nothing from such a mode. */
const settleMode = (descriptor: number, mode: number): void => {
  if (onlyReadable.has(mode) && (calls.fstat(descriptor).mode & 0o7777) === mode) asAsked.add(mode);
  else calls.fchmod(descriptor, mode);
};

const asAsked = new Set<number>();

/** The modes of the store, whose files all lie in folders that it made itself. */
const onlyReadable: ReadonlySet<number> = new Set([0o444, 0o555]);

export interface OpenFile {
  write(piece: Uint8Array): void;
  /** With exactly these permission bits, and where `seconds` is given that time of modification. */
  finish(form: { mode: number; seconds?: number }): void;
  /** Closes the file as it is. */
  abandon(): void;
}

/** Makes a new file (EEXIST where there is one) whose contents come bit by bit. One of `finish` and `abandon` ends it. */
export const openNewFile = (path: string): OpenFile => {
  const descriptor = calls.open(toFsPath(path), "wx", 0o600);
  return {
    write: (piece) => writeWhole(descriptor, piece),
    finish: ({ mode, seconds }) => {
      calls.fchmod(descriptor, mode);
      if (seconds !== undefined) calls.futimes(descriptor, seconds, seconds);
      calls.close(descriptor);
    },
    abandon: () => calls.close(descriptor),
  };
};

/** A file's contents as they are asked for, each piece in memory of its own. */
export function* contentPieces(path: string, size = pieceBytes): Generator<Buffer> {
  const descriptor = calls.open(toFsPath(path), "r");
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(size);
      const got = calls.read(descriptor, buffer, 0, size, null);
      if (got === 0) return;
      yield buffer.subarray(0, got);
    }
  } finally {
    calls.close(descriptor);
  }
}

/** So many bytes of a file from a position on, piece by piece; fewer where it ends before. */
export function* filePieces(path: string, start: number, length: number): Generator<Buffer> {
  const descriptor = calls.open(toFsPath(path), "r");
  try {
    for (let at = 0; at < length; ) {
      const size = Math.min(pieceBytes, length - at);
      const buffer = Buffer.allocUnsafe(size);
      const got = calls.read(descriptor, buffer, 0, size, start + at);
      if (got === 0) return;
      at += got;
      yield buffer.subarray(0, got);
    }
  } finally {
    calls.close(descriptor);
  }
}

const writeWhole = (descriptor: number, piece: Uint8Array): void => {
  for (let at = 0; at < piece.length; ) at += calls.write(descriptor, piece, at, piece.length - at);
};

const pieceBytes = 256 * 1024;
let pieceBuffer: Buffer | undefined;

const calls = {
  open: guarded("open", fs.openSync),
  read: guarded(
    "read",
    fs.readSync as (fd: number, to: Uint8Array, at: number, size: number, position: number | null) => number,
  ),
  write: guarded("write", fs.writeSync as (fd: number, from: Uint8Array, at: number, size: number) => number),
  fstat: guarded("stat", fs.fstatSync as (descriptor: number) => fs.Stats),
  fchmod: guarded("chmod", fs.fchmodSync),
  futimes: guarded("utimes", fs.futimesSync),
  close: guarded("close", fs.closeSync),
};
