/** NAR hashes of trees, in memory and on disk. */
import * as crypto from "node:crypto";
import { exceptErrno, LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { frameHeadSize, frameSize, magic, writeFrame } from "../format/nar.ts";
import { createNarWriter, type NarWriter } from "../format/nar-writer.ts";
import { readInto, readPieces } from "../system/contents.ts";
import { type FileStatus, lstat, readDirectory, readlink } from "../system/files.ts";
import { createPackReader, type PackReader } from "./content-pack.ts";
import { hashStream, sourceChanged } from "./load-tree.ts";
import { type FileNode, sortedEntries, type TreeNode } from "./tree.ts";

export interface NarHash {
  /** SHA-256 of the NAR. */
  readonly hash: Buffer;
  /** Bytes of the NAR. */
  readonly size: number;
}

/**
 * The NAR hash of what is on disk at `path`; `onPiece` sees the NAR go by, each piece valid during the call only. Throws
 * `not-storable` where a NAR cannot say it.
 */
export const narHashOfTree = (path: AbsolutePath, onPiece?: (piece: Uint8Array) => void): NarHash =>
  hashNar((nar) => writePath(nar, path), onPiece);

/** The NAR hash of a tree in memory. */
export const narHashOfNode = (node: TreeNode): NarHash => hashNar((nar) => writeNode(nar, node));

/** The same, with contents from the pack that its files are in: read whole, so for large trees only. */
export const narHashByPack = (node: TreeNode): NarHash => {
  const pack = createPackReader();
  try {
    const nar = hashNar((nar) => writeNode(nar, node, pack));
    return pack.isWhole() ? nar : narHashOfNode(node);
  } finally {
    pack.close();
  }
};

/** The hash of what `write` writes. */
export const hashNar = (write: (nar: NarWriter) => void, onPiece?: (piece: Uint8Array) => void): NarHash => {
  const hash = crypto.createHash("sha256");
  let size = 0;
  const nar = createNarWriter((piece) => {
    size += piece.length;
    hash.update(piece);
    onPiece?.(piece);
  });
  write(nar);
  nar.end();
  return { hash: hash.digest(), size };
};

const writeNode = (nar: NarWriter, node: TreeNode, pack?: PackReader): void => {
  if (node.type === "link") nar.link(node.text);
  else if (node.type === "file") writeFileNode(nar, node, pack);
  else {
    nar.startDirectory();
    for (const [name, child] of sortedEntries(node)) {
      nar.startEntry(name);
      writeNode(nar, child, pack);
      nar.endEntry();
    }
    nar.endDirectory();
  }
};

/** Contents that are read again from their source must be those that gave the file its hash. */
const writeFileNode = (nar: NarWriter, node: FileNode, pack: PackReader | undefined): void => {
  const { source, executable, size, hash } = node;
  const frame = node.frame ?? pack?.frame(node);
  if (frame !== undefined) {
    nar.node(frame.subarray(magic.length));
    return;
  }
  if (writePooled(nar, node)) return;
  nar.startFile(executable, size);
  if (hashStream(source!, size, executable, nar.contents).hash !== hash) throw sourceChanged(source!);
  nar.endFile();
};

/** From the store's own file, if that is still there: a collector may have come in between. The next run sees a changed one. */
const writePooled = (nar: NarWriter, { pooled, executable, size }: FileNode): boolean => {
  if (pooled === undefined || frameSize(executable, size) > scratch.length) return false;
  const got = exceptErrno(["ENOENT"], -1, () =>
    readInto(pooled, scratch, frameHeadSize(executable), Math.max(size, 1)),
  );
  if (got < 0) return false;
  if (got !== size) throw sourceChanged(pooled);
  writeFrame(scratch, 0, executable, size);
  nar.node(scratch.subarray(magic.length, frameSize(executable, size)));
  return true;
};

const writePath = (nar: NarWriter, path: AbsolutePath): void => {
  const status = lstat(path);
  if (status?.kind === "file") writeFilePath(nar, path, status);
  else if (status?.kind === "link") nar.link(readlink(path) ?? "");
  else if (status?.kind === "directory") writeDirectoryPath(nar, path);
  else
    throw new LaresError({
      code: "not-storable",
      message: `${path} is neither a file, a directory nor a link`,
      hint: "remove it; nothing like it belongs into the store",
    });
};

const writeDirectoryPath = (nar: NarWriter, path: AbsolutePath): void => {
  nar.startDirectory();
  for (const { name } of readDirectory(path)) {
    nar.startEntry(name);
    writePath(nar, below(path, name));
    nar.endEntry();
  }
  nar.endDirectory();
};

const writeFilePath = (nar: NarWriter, path: AbsolutePath, { size, mode }: FileStatus): void => {
  const executable = (mode & 0o100) !== 0;
  if (frameSize(executable, size) > scratch.length) {
    nar.startFile(executable, size);
    readPieces(path, nar.contents);
    nar.endFile();
    return;
  }
  readInto(path, scratch, frameHeadSize(executable), size);
  writeFrame(scratch, 0, executable, size);
  nar.node(scratch.subarray(magic.length, frameSize(executable, size)));
};

/** Small files are read to where their frame stands in here. */
const scratch = Buffer.allocUnsafe(256 * 1024);
