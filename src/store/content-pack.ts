/**
 * Small contents of the store once more, one behind the other in a file of the cache: to hash a tree of a thousand files of
 * which one is new takes a few large reads then, in place of a thousand small ones.
 *
 *   pack = frame*        (a frame: format/nar.ts), in the order in which the tree has its files
 *
 * A pack is read from its beginning to its end, hashed meanwhile, and what was taken out of it counts only when the
 * whole had the digest that it was written with.
 */
import * as crypto from "node:crypto";
import { exceptErrno } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { frameHeadSize, frameSize, writeFrame } from "../format/nar.ts";
import { createFile, openFile, readInto } from "../system/contents.ts";
import { contentHash, type FileNode, sortedEntries, type TreeNode } from "./tree.ts";

export interface Pack {
  readonly file: AbsolutePath;
  /** SHA-256 of all its bytes, hexadecimal. */
  readonly digest: string;
  /** It is gone or not what was written. */
  readonly onDamage: () => void;
}

export interface PackReader {
  /** The frame of a node, valid until the next call; undefined where it is not in the pack or was passed already. */
  frame(node: FileNode): Uint8Array | undefined;
  /** Whether all that was given is to be trusted; reads what is left. */
  isWhole(): boolean;
  close(): void;
}

/** Opened by the first node that is in one; a tree has its nodes from one pack at most. */
export const createPackReader = (): PackReader => {
  const hash = crypto.createHash("sha256");
  let pack: Pack | undefined;
  let file: ReturnType<typeof openFile> | undefined;
  let isBroken = false;
  let window = Buffer.alloc(0);
  let start = 0;
  let filled = 0;

  const open = (from: Pack): void => {
    pack = from;
    file = exceptErrno(["ENOENT"], undefined, () => openFile(from.file));
    isBroken = file === undefined;
    window = Buffer.allocUnsafe(windowBytes);
  };

  /** Reads on, keeping what is in the window from `at` on. */
  const advance = (at: number): boolean => {
    const end = start + filled;
    const kept = Math.max(0, end - at);
    window.copyWithin(0, filled - kept, filled);
    start = end - kept;
    const got = file!.read(window, kept, window.length - kept);
    hash.update(window.subarray(kept, kept + got));
    filled = kept + got;
    return got > 0;
  };

  return {
    frame: ({ packed, executable, size }) => {
      if (packed === undefined) return undefined;
      if (pack === undefined) open(packed.pack);
      if (isBroken || packed.pack !== pack || packed.at < start) return undefined;
      const { at } = packed;
      const length = frameSize(executable, size);
      while (at + length > start + filled)
        if (!advance(at)) {
          isBroken = true;
          return undefined;
        }
      return window.subarray(at - start, at - start + length);
    },
    isWhole: () => {
      if (pack === undefined) return true;
      while (!isBroken && advance(start + filled));
      if (!isBroken && hash.digest("hex") === pack.digest) return true;
      pack.onDamage();
      return false;
    },
    close: () => file?.close(),
  };
};

/** Where each of the contents stands, by hash. */
export interface WrittenPack {
  readonly digest: string;
  readonly places: ReadonlyMap<string, number>;
}

/**
 * Writes the small files of a tree that is in the store; `file` must not exist yet. What the store does not have as it
 * should be is left out.
 */
export const writePack = (file: AbsolutePath, tree: TreeNode): WrittenPack => {
  const hash = crypto.createHash("sha256");
  const places = new Map<string, number>();
  let size = 0;
  createFile(file, { mode: 0o600 }, (write) => {
    const buffer = Buffer.allocUnsafe(windowBytes);
    let used = 0;
    const flush = (): void => {
      hash.update(buffer.subarray(0, used));
      write(buffer.subarray(0, used));
      used = 0;
    };
    for (const node of filesOf(tree)) {
      if (!isPackable(node) || places.has(node.hash)) continue;
      const length = frameSize(node.executable, node.size);
      if (size + length > largestPack) break;
      if (used + length > buffer.length) flush();
      if (!readFrame(node, buffer, used)) continue;
      places.set(node.hash, size);
      used += length;
      size += length;
    }
    flush();
  });
  return { digest: hash.digest("hex"), places };
};

/** Of larger files there are few, and reading one costs less than keeping it twice. */
export const isPackable = ({ size }: { readonly size: number }): boolean => size <= largestPacked;

const readFrame = (node: FileNode, target: Buffer, at: number): boolean => {
  const { frame, pooled, executable, size, hash } = node;
  if (frame !== undefined) {
    target.set(frame, at);
    return true;
  }
  if (pooled === undefined) return false;
  const got = exceptErrno(["ENOENT"], -1, () =>
    readInto(pooled, target, at + frameHeadSize(executable), size + 1),
  );
  if (got !== size) return false;
  writeFrame(target, at, executable, size);
  return contentHash(target.subarray(at, at + frameSize(executable, size))) === hash;
};

function* filesOf(node: TreeNode): Generator<FileNode> {
  if (node.type === "file") yield node;
  else if (node.type === "directory") for (const [, child] of sortedEntries(node)) yield* filesOf(child);
}

const windowBytes = 256 * 1024;
const largestPacked = 32 * 1024;
const largestPack = 64 * 1024 * 1024;
