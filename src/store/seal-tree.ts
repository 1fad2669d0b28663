/** Makes a tree that something wrote inside the store canonical, where it stands. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { frameHeadSize, frameSize, magic, writeFrame } from "../format/nar.ts";
import type { NarWriter } from "../format/nar-writer.ts";
import { createFile, readInto, readPieces } from "../system/contents.ts";
import { temporaryBeside } from "../system/durable.ts";
import { chmod, type FileStatus, lstat, readDirectory, readlink, rename, setTimes } from "../system/files.ts";
import { directoryMode, fileMode, storeTime } from "./canonical.ts";
import { type ContentPool, linkIfPossible } from "./content-pool.ts";
import { hashStream, sourceChanged } from "./load-tree.ts";
import { hashNar, type NarHash } from "./nar-hash.ts";
import { contentHash, type FileNode } from "./tree.ts";

export interface Seen {
  /** Gets the NAR of the tree as it is walked. */
  readonly nar: NarWriter;
  /** Gets the contents of each file. */
  readonly contents?: ((piece: Uint8Array) => void) | undefined;
}

/** The same with the tree's NAR hash, from one read of its files; `onPiece` sees the NAR go by, and `contents` the files. */
export const sealAndHash = (
  path: AbsolutePath,
  pool: ContentPool,
  { onPiece, contents }: { onPiece?: (piece: Uint8Array) => void; contents?: Seen["contents"] } = {},
): NarHash => hashNar((nar) => sealTree(path, pool, { nar, contents }), onPiece);

/**
 * Files become 0444 or 0555 with time 1, their own or the pool's; directories 0555; set-id bits go. Throws
 * `not-storable` for anything that is neither file, directory nor link.
 */
export const sealTree = (path: AbsolutePath, pool: ContentPool, seen?: Seen): void => {
  const status = lstat(path);
  if (status?.kind === "directory") sealDirectory(path, status, pool, seen);
  else if (status?.kind === "file") sealFile(path, status, pool, seen);
  else if (status?.kind === "link") sealLink(path, seen);
  else
    throw new LaresError({
      code: "not-storable",
      message: `${path} is neither a file, a directory nor a link`,
      hint: "what makes the tree must not leave sockets, pipes or devices in it",
    });
};

const sealDirectory = (path: AbsolutePath, { mode }: FileStatus, pool: ContentPool, seen?: Seen): void => {
  if ((mode & 0o700) !== 0o700) chmod(path, 0o700);
  seen?.nar.startDirectory();
  for (const { name } of readDirectory(path)) {
    seen?.nar.startEntry(name);
    sealTree(below(path, name), pool, seen);
    seen?.nar.endEntry();
  }
  seen?.nar.endDirectory();
  chmod(path, directoryMode);
  setTimes(path, storeTime);
};

const sealLink = (path: AbsolutePath, seen: Seen | undefined): void => {
  setTimes(path, storeTime);
  seen?.nar.link(readlink(path) ?? "");
};

const sealFile = (path: AbsolutePath, status: FileStatus, pool: ContentPool, seen?: Seen): void => {
  const executable = (status.mode & 0o100) !== 0;
  const own = status.links > 1 ? breakLink(path, executable) : path;
  chmod(own, fileMode({ executable }));
  setTimes(own, storeTime);
  const node = hashFile(path, status.size, executable, seen);
  const equal = pool.equalOf(node, path);
  if (equal !== undefined) replaceByLink(equal, path);
};

const hashFile = (path: AbsolutePath, size: number, executable: boolean, seen?: Seen): FileNode => {
  const whole = frameSize(executable, size);
  if (whole > scratch.length) return hashLarge(path, size, executable, seen);
  const head = frameHeadSize(executable);
  if (readInto(path, scratch, head, size + 1) !== size) throw sourceChanged(path);
  writeFrame(scratch, 0, executable, size);
  seen?.nar.node(scratch.subarray(magic.length, whole));
  seen?.contents?.(scratch.subarray(head, head + size));
  return { type: "file", executable, size, hash: contentHash(scratch.subarray(0, whole)), source: path };
};

const hashLarge = (path: AbsolutePath, size: number, executable: boolean, seen?: Seen): FileNode => {
  seen?.nar.startFile(executable, size);
  const node = hashStream(path, size, executable, (piece) => {
    seen?.nar.contents(piece);
    seen?.contents?.(piece);
  });
  seen?.nar.endFile();
  return node;
};

/** Small files are read to where their frame stands in here. */
const scratch = Buffer.allocUnsafe(256 * 1024);

/** A hard link that somebody else holds would let them change the store. */
const breakLink = (path: AbsolutePath, executable: boolean): AbsolutePath => {
  const copy = temporaryBeside(path);
  createFile(copy, { mode: fileMode({ executable }) }, (write) => readPieces(path, write));
  rename(copy, path);
  return path;
};

/** Makes `path` another name of an equal file. */
export const replaceByLink = (equal: AbsolutePath, path: AbsolutePath): void => {
  const link = temporaryBeside(path) as AbsolutePath;
  if (linkIfPossible(equal, link)) rename(link, path);
};
