/** Makes a tree that something wrote inside the store canonical, where it stands. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { createFile, readPieces } from "../system/contents.ts";
import { temporaryBeside } from "../system/durable.ts";
import { chmod, type FileStatus, lstat, readDirectory, rename, setTimes } from "../system/files.ts";
import { directoryMode, fileMode, storeTime } from "./canonical.ts";
import { type ContentPool, linkIfPossible } from "./content-pool.ts";
import { hashStream } from "./load-tree.ts";

/**
 * Files become 0444 or 0555 with time 1, their own or the pool's; directories 0555; set-id bits go. Throws
 * `not-storable` for anything that is neither file, directory nor link.
 */
export const sealTree = (path: AbsolutePath, pool: ContentPool): void => {
  const status = lstat(path);
  if (status?.kind === "directory") sealDirectory(path, status, pool);
  else if (status?.kind === "file") sealFile(path, status, pool);
  else if (status?.kind === "link") setTimes(path, storeTime);
  else
    throw new LaresError({
      code: "not-storable",
      message: `${path} is neither a file, a directory nor a link`,
      hint: "what makes the tree must not leave sockets, pipes or devices in it",
    });
};

const sealDirectory = (path: AbsolutePath, { mode }: FileStatus, pool: ContentPool): void => {
  if ((mode & 0o700) !== 0o700) chmod(path, 0o700);
  for (const { name } of readDirectory(path)) sealTree(below(path, name), pool);
  chmod(path, directoryMode);
  setTimes(path, storeTime);
};

const sealFile = (path: AbsolutePath, status: FileStatus, pool: ContentPool): void => {
  const executable = (status.mode & 0o100) !== 0;
  const own = status.links > 1 ? breakLink(path, executable) : path;
  chmod(own, fileMode({ executable }));
  setTimes(own, storeTime);
  const node = hashStream(path, status.size, executable);
  const equal = pool.equalOf(node, path);
  if (equal !== undefined) replaceByLink(equal, path);
};

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
