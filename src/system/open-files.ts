/** Files that stay open over many calls, for contents that arrive or are needed piece by piece. */
import * as fs from "node:fs";
import { guarded } from "./faults.ts";
import { toFsPath } from "./names.ts";

export interface OpenFile {
  /** Bytes when it was opened. */
  readonly size: number;
  /** Writes the whole piece where the last one ended. */
  write(piece: Uint8Array): void;
  /** Fills `target` from `position` on; gives the bytes read, fewer only at the end of the file. */
  readAt(target: Uint8Array, position: number): number;
  /** Cuts the file to so many bytes; the next piece is written there. */
  truncate(size: number): void;
  sync(): void;
  close(): void;
}

/** Makes a new file, EEXIST where something is; `mode` is cut down by the umask. */
export const openNewFile = (path: string, mode = 0o644): OpenFile =>
  opened(calls.open(toFsPath(path), "wx+", mode), 0);

export const openForReading = (path: string): OpenFile => {
  const descriptor = calls.open(toFsPath(path), "r");
  return opened(descriptor, calls.fstat(descriptor).size);
};

const opened = (descriptor: number, size: number): OpenFile => {
  let end = 0;
  let isOpen = true;
  return {
    size,
    write: (piece) => {
      for (let at = 0; at < piece.length; ) {
        const written = calls.write(descriptor, piece, at, piece.length - at, end);
        at += written;
        end += written;
      }
    },
    readAt: (target, position) => {
      let filled = 0;
      while (filled < target.length) {
        const got = calls.read(descriptor, target, filled, target.length - filled, position + filled);
        if (got === 0) break;
        filled += got;
      }
      return filled;
    },
    truncate: (to) => {
      calls.truncate(descriptor, to);
      end = to;
    },
    sync: () => calls.fsync(descriptor),
    close: () => {
      if (isOpen) calls.close(descriptor);
      isOpen = false;
    },
  };
};

/** A file's contents, piece by piece; every piece is memory of its own. */
export function* piecesOf(path: string, pieceBytes = 256 * 1024): Generator<Uint8Array> {
  const file = openForReading(path);
  try {
    for (let position = 0; ; ) {
      const piece = Buffer.allocUnsafeSlow(pieceBytes);
      const got = file.readAt(piece, position);
      if (got > 0) yield piece.subarray(0, got);
      if (got < pieceBytes) return;
      position += got;
    }
  } finally {
    file.close();
  }
}

const calls = {
  open: guarded("open", fs.openSync),
  fstat: guarded("lstat", (descriptor: number) => fs.fstatSync(descriptor)),
  read: guarded(
    "read",
    fs.readSync as (fd: number, to: Uint8Array, at: number, size: number, position: number) => number,
  ),
  write: guarded(
    "write",
    fs.writeSync as (fd: number, from: Uint8Array, at: number, size: number, position: number) => number,
  ),
  truncate: guarded("truncate", fs.ftruncateSync),
  fsync: guarded("fsync", fs.fsyncSync),
  close: guarded("close", fs.closeSync),
};
