/** Performing operations. A second run of one that was done, or half done, ends in the same state. */
import { exceptErrno } from "../base/errors.ts";
import { removeTree, replaceFile, replaceLink, temporaryBeside } from "../system/durable.ts";
import * as files from "../system/files.ts";
import { clearingOnFailure, copyWhole, linkOrCopy, sameBytes, sameWhole } from "../system/trees.ts";
import { Changed, type Found, type Operation, type Placed } from "./operation.ts";

type Of<Name extends Operation["do"]> = Extract<Operation, { do: Name }>;

/** Throws `Changed` where the home is not as the plan saw it, and the system's own errors. */
export const perform = (operation: Operation): void => {
  switch (operation.do) {
    case "make-directory":
      return makeDirectory(operation);
    case "remove-directory":
      return removeDirectory(operation);
    case "link":
      return makeLink(operation);
    case "write-copy":
      return writeCopy(operation);
    case "write-tree":
      return writeTree(operation);
    case "keep":
      return keep(operation);
    case "place":
      return place(operation);
    case "unlink":
      return unlink(operation);
    case "move-away":
      return moveAway(operation);
    case "restore":
      return restore(operation);
    case "mode":
      return changeMode(operation);
    case "write":
      return writeState(operation);
    case "flip":
      return operation.text === null
        ? unlinkIfAny(operation.path)
        : replaceLink(operation.text, operation.path);
    case "drop":
      return unlinkIfAny(operation.path);
  }
};

const makeDirectory = ({ path, mode }: Of<"make-directory">): void => {
  const made = exceptErrno(["EEXIST"], false, () => {
    files.makeDirectory(path, mode);
    return true;
  });
  if (!made && files.lstat(path)?.kind !== "directory")
    throw new Changed(path, "something else came in its place");
};

const removeDirectory = ({ path, must }: Of<"remove-directory">): void => {
  const full = exceptErrno(["ENOENT", "ENOTDIR"], false, () =>
    exceptErrno(["ENOTEMPTY", "EEXIST"], true, () => {
      files.removeDirectory(path);
      return false;
    }),
  );
  if (full && must) throw new Changed(path, "something was put into it");
};

const makeLink = ({ path, text }: Of<"link">): void => {
  const made = exceptErrno(["EEXIST"], false, () => {
    files.symlink(text, path);
    return true;
  });
  if (!made && files.readlink(path) !== text) throw new Changed(path, "something else came in its place");
};

const writeCopy = ({ path, from, mode }: Of<"write-copy">): void => {
  unlinkIfAny(path);
  copyWhole(files.realPath(from) ?? from, path, () => mode);
};

const writeTree = ({ path, from }: Of<"write-tree">): void => {
  removeTree(path);
  copyWhole(files.realPath(from) ?? from, path, ({ kind, mode }) =>
    freeMode(kind === "directory" || (mode & 0o100) !== 0),
  );
};

/** What the person's own programs would have given it. */
export const freeMode = (executable: boolean): number =>
  (executable ? 0o777 : 0o666) & ~(process.umask() | 0o022);

const keep = ({ path, at, was }: Of<"keep">): void => {
  if (files.lstat(at) !== undefined) return;
  if (!matches(path, was)) throw new Changed(path, "it changed");
  if (was.kind === "file") return linkOrCopy(path, at, temporaryBeside(at));
  const temporary = temporaryBeside(at);
  clearingOnFailure(temporary, () => {
    copyWhole(path, temporary);
    files.rename(temporary, at);
  });
};

const place = ({ from, path, puts, over }: Of<"place">): void => {
  const staged = files.lstat(from);
  if (staged === undefined) {
    if (isPlaced(path, puts)) return;
    throw new Changed(path, "it changed");
  }
  if (over !== null) {
    if (matches(path, over)) return files.rename(from, path);
    if (isPlaced(path, puts)) return files.unlink(from);
    throw new Changed(path, "it changed");
  }
  const found = files.lstat(path);
  if (files.sameFile(found, staged)) return files.unlink(from);
  if (found !== undefined) throw new Changed(path, "something else came in its place");
  if (staged.kind === "file") return putWithoutOverwriting(from, path);
  files.rename(from, path);
};

/** rename(2) would replace a file that came there a moment ago; link(2) does not. */
const putWithoutOverwriting = (from: string, path: string): void => {
  const taken = exceptErrno(["EEXIST"], true, () => {
    linkOrCopy(from, path, temporaryBeside(path));
    return false;
  });
  if (taken) throw new Changed(path, "something else came in its place");
  files.unlink(from);
};

/** Whether `path` holds what a `place` puts there. */
export const isPlaced = (path: string, puts: Placed): boolean => {
  if (puts.kind === "link") return files.readlink(path) === puts.text;
  if (puts.kind === "directory") return files.lstat(path)?.kind === "directory";
  return files.lstat(path)?.kind === "file" && sameBytes(path, puts.from);
};

const unlink = ({ path, was }: Of<"unlink">): void => {
  const found = files.lstat(path);
  if (found === undefined) return;
  if (!matches(path, was)) throw new Changed(path, "it is not ours any more");
  files.unlink(path);
};

/**
 * `at` appears whole, by one rename, and from then on is never removed here: so that a second run cannot take what came
 * to `path` since for the directory that left it.
 */
const moveAway = ({ path, at, aside, inode }: Of<"move-away">): void => {
  const found = files.lstat(path);
  if (found?.kind === "directory" && found.inode === inode) {
    if (files.lstat(at) === undefined) {
      if (tryRename(path, at)) return;
      const temporary = temporaryBeside(at);
      clearingOnFailure(temporary, () => {
        copyWhole(path, temporary);
        files.rename(temporary, at);
      });
    }
    if (!sameWhole(path, at)) throw new Changed(path, "it changed while it was copied");
    files.rename(path, aside);
  }
  if (files.lstat(at) === undefined) throw new Changed(path, "it changed");
  removeTree(aside);
};

const tryRename = (from: string, to: string): boolean =>
  exceptErrno(["EXDEV", "ENOTEMPTY", "EEXIST"], false, () => {
    files.rename(from, to);
    return true;
  });

const restore = ({ path, at, aside }: Of<"restore">): void => {
  const kept = files.lstat(at);
  if (kept === undefined) return;
  const found = files.lstat(path);
  if (found !== undefined) {
    if (files.sameFile(found, kept) || sameWhole(path, at)) return removeTree(at);
    throw new Changed(path, "its place is taken");
  }
  if (kept.kind === "file") linkOrCopy(at, path, aside);
  else if (!tryRename(at, path)) {
    removeTree(aside);
    copyWhole(at, aside);
    files.rename(aside, path);
  }
  removeTree(at);
};

const changeMode = ({ path, mode }: Of<"mode">): void => {
  const found = files.lstat(path);
  if (found?.kind !== "file" && found?.kind !== "directory")
    throw new Changed(path, "it is not there any more");
  if (found.mode !== mode) files.chmod(path, mode);
};

const writeState = ({ path, text }: Of<"write">): void =>
  text === null ? unlinkIfAny(path) : replaceFile(path, text, { mode: 0o600 });

export const matches = (path: string, was: Found): boolean => {
  if (was.kind === "link") return files.readlink(path) === was.text;
  const found = files.lstat(path);
  return (
    found?.kind === "file" &&
    found.inode === was.inode &&
    found.size === was.size &&
    found.mtimeMs === was.mtimeMs
  );
};

export const unlinkIfAny = (path: string): void =>
  exceptErrno(["ENOENT", "ENOTDIR"], undefined, () => files.unlink(path));
