/**
 * Reads trees from disk into nodes. Small contents are read once, straight to where their NAR stands in memory, and
 * kept for the writing that follows; beyond a budget only their hash is kept and they are read again.
 */
import * as crypto from "node:crypto";
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { encodeFile, frameHeadSize, frameSize, writeFrame } from "../format/nar.ts";
import { createNarWriter } from "../format/nar-writer.ts";
import { readInto, readPieces } from "../system/contents.ts";
import { type FileStatus, lstat, readDirectory, readlink } from "../system/files.ts";
import { encodeName } from "../system/names.ts";
import { isUntouched } from "./canonical.ts";
import type { Pack } from "./content-pack.ts";
import { linksDirectory } from "./names.ts";
import { createReferenceScanner } from "./references.ts";
import {
  contentHash,
  type DirectoryNode,
  directoryNode,
  type FileNode,
  linkNode,
  type TreeNode,
} from "./tree.ts";

export interface TreeLoader {
  /** A tree with links as they are. Throws `not-storable` for sockets, devices and pipes; errno errors as they come. */
  tree(path: AbsolutePath): TreeNode;
  /** One file, `executable` by its own bits where not said. `status` is what is at the end of `path`. */
  file(path: AbsolutePath, status: FileStatus, executable?: boolean): FileNode;
  /** The file's node without a look at it, where its contents are known and in the store; `executable` as for `file`. */
  unchanged(path: string, executable?: boolean): FileNode | undefined;
  /** A file made of text, or of bytes. */
  text(text: string | Uint8Array, executable: boolean): FileNode;
  link(text: string): TreeNode;
  /** Digests of all store paths that what was loaded mentions. */
  readonly mentioned: ReadonlySet<string>;
}

/** What is known of a file without reading it. */
export interface KnownFile {
  /** As in its node. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
  /** Digests of the store paths that it mentions; absent where it mentions none, as nearly all. */
  readonly mentions?: readonly string[];
  /** Where its frame stands in the pack, if it does. */
  readonly at?: number;
}

/** Contents of files outside the store from one build to the next. */
export interface KnownContents {
  /** What the file held when it was learnt; undefined where it may have changed since. */
  of(path: string): KnownFile | undefined;
  learn(path: string, file: KnownFile, node: FileNode): void;
  /** What `at` speaks of. */
  readonly pack?: Pack;
  /** The node itself, where it is still in memory; goes before `of`. */
  node?(path: string): HeldNode | undefined;
}

export interface HeldNode {
  readonly node: FileNode;
  readonly file: KnownFile;
}

export interface LoaderOptions {
  /** Bytes of contents kept in memory. */
  readonly kept?: number;
  readonly known?: KnownContents;
}

export const createTreeLoader = (
  storeDir: AbsolutePath,
  { kept = keptBytes, known }: LoaderOptions = {},
): TreeLoader => {
  const scanner = createReferenceScanner(storeDir);
  const linksDir = linksDirectory(storeDir);
  const mentioned = new Set<string>();
  let budget = kept;
  let slab = Buffer.alloc(0);
  let used = 0;

  /** Where a frame of so many bytes goes; one piece of memory serves many files. */
  const room = (size: number): number => {
    if (used + size > slab.length) {
      slab = Buffer.allocUnsafe(Math.max(slabBytes, size));
      used = 0;
    }
    return used;
  };

  /** One read for each file: as many bytes as its status told, or one where it told none, which there should not be. */
  const keep = (path: AbsolutePath, size: number, executable: boolean): FileNode | undefined => {
    const head = frameHeadSize(executable);
    const at = room(frameSize(executable, size) + 8);
    const got = readInto(path, slab, at + head, Math.max(size, 1));
    if (got !== size) return undefined;
    writeFrame(slab, at, executable, size);
    const frame = slab.subarray(at, at + frameSize(executable, size));
    used = at + frame.length;
    budget -= frame.length;
    scanner.scan(frame);
    return { type: "file", executable, size, hash: contentHash(frame), frame, source: path };
  };

  const file = (path: AbsolutePath, { size, mode }: FileStatus, forced?: boolean): FileNode => {
    const node = read(path, size, forced ?? (mode & 0o100) !== 0);
    const mentions = takeMentions();
    if (known !== undefined) {
      const { hash, executable } = node;
      known.learn(path, { hash, size, executable, ...(mentions.length > 0 && { mentions }) }, node);
    }
    return node;
  };

  const read = (path: AbsolutePath, size: number, executable: boolean): FileNode => {
    const small = size <= largestKept && size < budget ? keep(path, size, executable) : undefined;
    if (small !== undefined) return small;
    const node = hashStream(path, size, executable, scanner.scanNext);
    scanner.endStream();
    return node;
  };

  const takeMentions = (): readonly string[] => {
    const digests = scanner.take();
    for (const digest of digests) mentioned.add(digest);
    return digests;
  };

  /** Contents are taken for known only while the store has them too: what is linked there is what the NAR is made of. */
  const unchanged = (path: string, forced?: boolean): FileNode | undefined => {
    const held = known?.node?.(path);
    if (held !== undefined && (forced === undefined || forced === held.node.executable)) {
      for (const digest of held.file.mentions ?? []) mentioned.add(digest);
      known!.learn(path, held.file, held.node);
      return held.node;
    }
    const before = known?.of(path);
    if (before === undefined || before.size > largestKept) return undefined;
    const { hash, size, executable, mentions = [], at } = before;
    if (forced !== undefined && forced !== executable) return undefined;
    const pooled = below(linksDir, hash);
    const found = lstat(pooled);
    if (found === undefined || !isUntouched(found, before)) return undefined;
    for (const digest of mentions) mentioned.add(digest);
    const source = path as AbsolutePath;
    const packed = known?.pack === undefined || at === undefined ? undefined : { pack: known.pack, at };
    const node: FileNode = {
      type: "file",
      executable,
      size,
      hash,
      source,
      pooled,
      ...(packed && { packed }),
    };
    known!.learn(path, before, node);
    return node;
  };

  const tree = (path: AbsolutePath): TreeNode => {
    const status = lstat(path);
    switch (status?.kind) {
      case "file":
        return file(path, status);
      case "link":
        return link(readlink(path) ?? "");
      case "directory":
        return directory(path);
      default:
        throw notStorable(path, status);
    }
  };

  const directory = (path: AbsolutePath): DirectoryNode =>
    directoryNode(
      readDirectory(path).map(({ name, kind }) => {
        const child = below(path, name);
        return [name, (kind === "file" ? unchanged(child) : undefined) ?? tree(child)];
      }),
    );

  const link = (text: string): TreeNode => {
    scanner.scan(encodeName(text));
    takeMentions();
    return linkNode(text);
  };

  return {
    tree,
    file,
    unchanged,
    link,
    text: (text, executable) => {
      const bytes = Buffer.from(text);
      const frame = encodeFile(bytes, executable);
      scanner.scan(frame);
      takeMentions();
      return { type: "file", executable, size: bytes.length, hash: contentHash(frame), frame };
    },
    mentioned,
  };
};

/** Hashes contents too large to keep. Throws `source-changed` where the file is not as long as its status said. */
export const hashStream = (
  path: AbsolutePath,
  size: number,
  executable: boolean,
  onPiece: (piece: Uint8Array) => void = () => {},
): FileNode => {
  const hash = crypto.createHash("sha256");
  const nar = createNarWriter((piece) => hash.update(piece));
  nar.startFile(executable, size);
  let read = 0;
  readPieces(path, (piece) => {
    read += piece.length;
    if (read > size) throw sourceChanged(path);
    nar.contents(piece);
    onPiece(piece);
  });
  if (read !== size) throw sourceChanged(path);
  nar.endFile();
  nar.end();
  return { type: "file", executable, size, hash: encodeBase32(hash.digest()), source: absolutePath(path) };
};

export const sourceChanged = (path: string): LaresError =>
  new LaresError({
    code: "source-changed",
    message: `${path} changed while it was read`,
    hint: "run it again when nothing writes to the file",
  });

const notStorable = (path: string, status: FileStatus | undefined): LaresError =>
  status === undefined
    ? sourceChanged(path)
    : new LaresError({
        code: "not-storable",
        message: `${path} is neither a file, a directory nor a link`,
        details: ["sockets, pipes and devices cannot be kept in the store"],
        hint: "take it out of the directory, or name the files one by one",
      });

/** Contents kept in memory, in all and of one file; a slab is what is allocated at once. */
const keptBytes = 32 * 1024 * 1024;
const largestKept = 1024 * 1024;
const slabBytes = 1024 * 1024;
