/**
 * The inverse of each operation, whether it was done, half done or not begun. What is not as the operation left it is left
 * alone and said; a file that was kept is let go only when its original stands in its place again.
 */
import { exceptErrno } from "../base/errors.ts";
import { removeTree, replaceLink, temporaryBeside } from "../system/durable.ts";
import * as files from "../system/files.ts";
import { copyWhole, linkOrCopy, sameWhole } from "../system/trees.ts";
import type { Found, Operation, Placed, Say } from "./operation.ts";
import { isPlaced, matches, perform, unlinkIfAny } from "./perform.ts";

type Of<Name extends Operation["do"]> = Extract<Operation, { do: Name }>;

export const revert = (operation: Operation, say: Say): void => {
  switch (operation.do) {
    case "make-directory":
      return unmakeDirectory(operation, say);
    case "remove-directory":
      return remakeDirectory(operation);
    case "link":
      return matches(operation.path, { kind: "link", text: operation.text })
        ? files.unlink(operation.path)
        : undefined;
    case "write-copy":
      return unlinkIfAny(operation.path);
    case "write-tree":
      return removeTree(operation.path);
    case "keep":
      return letGo(operation, say);
    case "place":
      return takeBack(operation, say);
    case "unlink":
      return putBack(operation.path, operation.was, operation.kept, say);
    case "move-away":
      return moveBack(operation, say);
    case "restore":
      return unrestore(operation, say);
    case "mode":
      return exceptErrno(["ENOENT"], undefined, () => files.chmod(operation.path, operation.was));
    case "write":
      return perform({ ...operation, text: operation.was, was: operation.text });
    case "flip":
      return perform({ ...operation, text: operation.was, was: operation.text });
    case "drop":
      return;
  }
};

const unmakeDirectory = ({ path }: Of<"make-directory">, say: Say): void => {
  const full = exceptErrno(["ENOENT", "ENOTDIR"], false, () =>
    exceptErrno(["ENOTEMPTY", "EEXIST"], true, () => {
      files.removeDirectory(path);
      return false;
    }),
  );
  if (full) say(path, "something was put into it meanwhile, so it stays");
};

const remakeDirectory = ({ path, mode }: Of<"remove-directory">): void =>
  exceptErrno(["EEXIST"], undefined, () => {
    files.makeDirectory(path, mode);
    files.chmod(path, mode);
  });

const letGo = ({ path, at }: Of<"keep">, say: Say): void => {
  const kept = files.lstat(at);
  if (kept === undefined) return;
  if (files.sameFile(kept, files.lstat(path)) || sameWhole(path, at)) return files.unlink(at);
  say(path, `it changed meanwhile; as it was before it is kept at ${at}`);
};

/** What was placed goes back to where it was staged, so that this too can be undone: by a redo, should it not get to its end. */
const takeBack = ({ from, path, puts, over, kept }: Of<"place">, say: Say): void => {
  const staged = files.lstat(from);
  const found = files.lstat(path);
  if (staged !== undefined && over === null)
    return files.sameFile(staged, found) ? files.unlink(path) : undefined;
  if (found === undefined) return over === null ? undefined : putBack(path, over, kept, say);
  if (over !== null && matches(path, over)) return;
  if (!isPlaced(path, puts))
    return staged === undefined ? say(path, "it changed meanwhile, so it stays as it is") : undefined;
  if (over === null) return files.rename(path, from);
  if (staged === undefined) stageAgain(path, from, puts);
  if (over.kind === "link") return replaceLink(over.text, path);
  const temporary = temporaryBeside(path);
  linkOrCopy(kept!, temporary, temporaryBeside(path));
  files.rename(temporary, path);
};

const stageAgain = (path: string, from: string, puts: Placed): void => {
  if (puts.kind === "link") files.symlink(puts.text, from);
  else linkOrCopy(path, from, temporaryBeside(from));
};

const putBack = (path: string, was: Found, kept: string | undefined, say: Say): void => {
  if (files.lstat(path) !== undefined) {
    if (!matches(path, was)) say(path, "something else is in its place now, and stays");
    return;
  }
  if (was.kind === "link") files.symlink(was.text, path);
  else linkOrCopy(kept!, path, temporaryBeside(path));
};

/** `at` is whole before `path` leaves its place, so that either of them always is. */
const moveBack = ({ path, at, aside }: Of<"move-away">, say: Say): void => {
  if (files.lstat(at) === undefined) return;
  const found = files.lstat(path);
  if (found !== undefined && !sameWhole(path, at))
    return say(path, `its place is taken; what was there is kept at ${at}`);
  if (found === undefined) {
    const moved = exceptErrno(["EXDEV"], false, () => {
      files.rename(at, path);
      return true;
    });
    if (moved) return;
    removeTree(aside);
    copyWhole(at, aside);
    files.rename(aside, path);
  }
  removeTree(at);
};

const unrestore = ({ path, at }: Of<"restore">, say: Say): void => {
  const found = files.lstat(path);
  const kept = files.lstat(at);
  if (found === undefined) return;
  if (kept !== undefined)
    return files.sameFile(found, kept)
      ? files.unlink(path)
      : say(path, "something else is in its place now, and stays");
  const moved = exceptErrno(["EXDEV"], false, () => {
    if (found.kind === "file") {
      linkOrCopy(path, at, temporaryBeside(at));
      files.unlink(path);
    } else files.rename(path, at);
    return true;
  });
  if (!moved) {
    copyWhole(path, at);
    removeTree(path);
  }
};
