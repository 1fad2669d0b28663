/**
 * Every distinct file of the store exists once: `.links/<NAR hash>` is a hard link to it, as Nix's own optimising makes
 * them. A file is put into `.links` only after the file system was synced, so that what stands there is whole
 * even after a loss of power.
 */
import * as crypto from "node:crypto";
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { frameHeadSize } from "../format/nar.ts";
import { createNarWriter } from "../format/nar-writer.ts";
import { createFile, readPieces } from "../system/contents.ts";
import { exists, hardLink, lstat, makeDirectories, unlink } from "../system/files.ts";
import { fileMode, isUntouched, storeTime } from "./canonical.ts";
import { sourceChanged } from "./load-tree.ts";
import { linksDirectory } from "./names.ts";
import type { FileNode } from "./tree.ts";

export interface ContentPool {
  /** Makes the canonical file `path`: a hard link where the same contents are there already, else written. */
  place(path: AbsolutePath, node: FileNode): void;
  /** A file that is canonical already: gives the file to link it to, if there is an equal one elsewhere. */
  equalOf(node: FileNode, path: AbsolutePath): AbsolutePath | undefined;
  /** What `publish` will make findable: NAR hashes of files, and where they stand. */
  readonly placed: Placed;
  /** Makes what was placed findable for later trees. Call it after the file system was synced. */
  publish(): void;
}

export type Placed = Map<string, AbsolutePath>;

/** `placed`: by a pool on another thread. */
export const createContentPool = (storeDir: AbsolutePath, placed: Placed = new Map()): ContentPool => {
  const linksDir = linksDirectory(storeDir);
  makeDirectories(linksDir);

  const equalOf = (node: FileNode, path: AbsolutePath): AbsolutePath | undefined => {
    const before = placed.get(node.hash);
    if (before !== undefined) return before;
    const published = below(linksDir, node.hash);
    const found = exists(published) ? lstat(published) : undefined;
    if (found !== undefined) {
      if (isUntouched(found, node)) return published;
      unlink(published);
    }
    placed.set(node.hash, path);
    return undefined;
  };

  return {
    equalOf,
    placed,
    place: (path, node) => {
      if (node.pooled !== undefined && linkIfPossible(node.pooled, path)) return;
      const equal = equalOf(node, path);
      if (equal !== undefined && linkIfPossible(equal, path)) return;
      writeContents(path, node, { mode: fileMode(node), seconds: storeTime });
      placed.set(node.hash, path);
    },
    publish: () => {
      for (const [hash, path] of placed) linkIfPossible(path, below(linksDir, hash));
      placed.clear();
    },
  };
};

/** Writes contents to a new file; those that are read again are checked to be what was hashed before. */
export const writeContents = (
  path: AbsolutePath,
  node: FileNode,
  form: { mode: number; seconds?: number },
): void => {
  const { frame, source, executable, size } = node;
  if (frame !== undefined) {
    const head = frameHeadSize(executable);
    createFile(path, form, (write) => write(frame.subarray(head, head + size)));
    return;
  }
  const hash = crypto.createHash("sha256");
  const nar = createNarWriter((piece) => hash.update(piece));
  createFile(path, form, (write) => {
    nar.startFile(executable, size);
    readPieces(source!, (piece) => {
      nar.contents(piece);
      write(piece);
    });
  });
  nar.endFile();
  nar.end();
  if (encodeBase32(hash.digest()) !== node.hash) throw sourceChanged(source!);
};

/**
 * False where a hard link cannot be had: too many of them, a file system without, one collected a moment ago, or one
 * that another process published first.
 */
export const linkIfPossible = (from: AbsolutePath, to: AbsolutePath): boolean =>
  exceptErrno(["EMLINK", "EPERM", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOENT", "EEXIST"], false, () => {
    hardLink(from, to);
    return true;
  });
