/**
 * Values that plain data cannot write as such: packages, paths that carry their contents, floats. They become what a
 * configuration in TypeScript would have written; wrappers (`if`, `merge` …) are left for evaluation.
 */
import * as crypto from "node:crypto";
import { basename } from "node:path";
import { exceptErrno, LaresError } from "../base/errors.ts";
import { float } from "../base/float.ts";
import { isPackage, packageNamed } from "../base/package.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import { removeTree, temporaryBeside } from "../system/durable.ts";
import { lstat, makeDirectories, makeDirectory, rename, symlink, writeNewFile } from "../system/files.ts";

/** `folder` is where contents that the data carries are put, by their hash. */
export const readLiterals = (value: unknown, folder: AbsolutePath): unknown => {
  if (Array.isArray(value)) return value.map((element) => readLiterals(element, folder));
  if (typeof value !== "object" || value === null || isPackage(value)) return value;
  const literal = value as Record<string, unknown>;
  switch (literal._type) {
    case "package":
      return packageLiteral(literal, folder);
    case "path":
      return pathLiteral(literal as unknown as PathLiteral, folder);
    case "float":
      return floatLiteral(Number(literal.value));
    default:
      return Object.fromEntries(
        Object.entries(literal).map(([key, inner]) => [key, readLiterals(inner, folder)]),
      );
  }
};

/** Only a whole number would lose its decimal point. */
const floatLiteral = (value: number): unknown => (Number.isInteger(value) ? float(value) : value);

interface PathLiteral {
  readonly file: string;
  readonly missing?: boolean;
}

/** What a path leads to: a text, bytes, a link, or a folder of these by name. */
interface Contents {
  readonly text?: string;
  readonly base64?: string;
  readonly link?: string;
  readonly dir?: Readonly<Record<string, Contents>>;
  readonly executable?: boolean;
}

const packageLiteral = (literal: Record<string, unknown>, folder: AbsolutePath): unknown => {
  const { name, version, mainProgram, outPath, text, files } = literal as Record<
    string,
    string | undefined
  > & {
    files?: Readonly<Record<string, Contents>>;
  };
  if (typeof name !== "string") throw strangeName(String(name));
  const contents =
    text !== undefined ? (literal as Contents) : files === undefined ? undefined : { dir: files };
  return packageNamed(name, {
    ...(version !== undefined && { version }),
    ...(mainProgram !== undefined && { mainProgram }),
    ...(outPath !== undefined && { outPath }),
    ...(contents !== undefined && { contents: materialise(name, contents, folder) }),
  });
};

const pathLiteral = (literal: PathLiteral & Contents, folder: AbsolutePath): string => {
  if (typeof literal.file !== "string") throw strangeName(String(literal.file));
  return literal.missing === true ? literal.file : materialise(basename(literal.file), literal, folder);
};

/** It appears whole, by one rename: what stands under a hash is trusted to be what was hashed. */
const materialise = (name: string, contents: Contents, folder: AbsolutePath): AbsolutePath => {
  const digest = crypto.hash("sha256", JSON.stringify([name, contents])).slice(0, 32);
  const place = below(folder, digest);
  if (name.includes("/")) throw strangeName(name);
  assertName(name);
  if (lstat(place) !== undefined) return below(place, name);
  makeDirectories(folder, 0o700);
  const temporary = absolutePath(temporaryBeside(place));
  makeDirectory(temporary, 0o700);
  write(below(temporary, name), contents);
  const isFirst = exceptErrno(["ENOTEMPTY", "EEXIST"], false, () => {
    rename(temporary, place);
    return true;
  });
  if (!isFirst) removeTree(temporary);
  return below(place, name);
};

/** What data carries goes nowhere but below its own folder. */
const assertName = (name: string): void => {
  if (name !== "" && name.split("/").every((part) => !["", ".", ".."].includes(part)) && !name.includes("\0"))
    return;
  throw strangeName(name);
};

const strangeName = (name: string): LaresError =>
  new LaresError({
    code: "strange-name",
    message: `${JSON.stringify(name)} is no name for a file that a configuration carries`,
    hint: "names are relative, without empty parts, . and .., and lead through no file or link",
  });

/** One by one: through a link that the same data brought, the way would lead out of the folder. */
const makeParents = (folder: AbsolutePath, parts: readonly string[]): void => {
  for (let depth = 1; depth < parts.length; depth++) {
    const parent = below(folder, ...parts.slice(0, depth));
    const found = lstat(parent);
    if (found === undefined) makeDirectory(parent, 0o700);
    else if (found.kind !== "directory") throw strangeName(parts.join("/"));
  }
};

const write = (path: AbsolutePath, contents: Contents): void => {
  if (contents.dir !== undefined) {
    makeDirectories(path, 0o700);
    for (const [name, inner] of Object.entries(contents.dir)) {
      assertName(name);
      const parts = name.split("/");
      makeParents(path, parts);
      write(below(path, ...parts), typeof inner === "string" ? { text: inner } : inner);
    }
  } else if (contents.link !== undefined) symlink(String(contents.link), path);
  else {
    const bytes =
      contents.base64 === undefined
        ? String(contents.text ?? "")
        : Buffer.from(String(contents.base64), "base64");
    writeNewFile(path, bytes, contents.executable === true ? 0o755 : 0o644);
  }
};
