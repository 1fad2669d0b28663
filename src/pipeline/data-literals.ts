/**
 * Values that plain data cannot write as such: packages, paths that carry their contents, floats. They become what a
 * configuration in TypeScript would have written; wrappers (`if`, `merge` …) are left for evaluation.
 */
import * as crypto from "node:crypto";
import { basename } from "node:path";
import { float } from "../base/float.ts";
import { isPackage, packageNamed } from "../base/package.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { makeDirectories, stat, symlink, writeFile } from "../system/files.ts";

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
    case "literal":
      return literal.value;
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
  const contents =
    text !== undefined ? (literal as Contents) : files === undefined ? undefined : { dir: files };
  return packageNamed(name!, {
    ...(version !== undefined && { version }),
    ...(mainProgram !== undefined && { mainProgram }),
    ...(outPath !== undefined && { outPath }),
    ...(contents !== undefined && { contents: materialise(name!, contents, folder) }),
  });
};

const pathLiteral = (literal: PathLiteral & Contents, folder: AbsolutePath): string =>
  literal.missing === true ? literal.file : materialise(basename(literal.file), literal, folder);

const materialise = (name: string, contents: Contents, folder: AbsolutePath): AbsolutePath => {
  const digest = crypto.hash("sha256", JSON.stringify([name, contents])).slice(0, 32);
  const place = below(folder, digest);
  const path = below(place, name);
  if (stat(path) === undefined) {
    makeDirectories(place, 0o700);
    write(path, contents);
  }
  return path;
};

const write = (path: AbsolutePath, contents: Contents): void => {
  if (contents.dir !== undefined) {
    makeDirectories(path, 0o700);
    for (const [name, inner] of Object.entries(contents.dir)) {
      const parts = name.split("/");
      if (parts.length > 1) makeDirectories(below(path, ...parts.slice(0, -1)), 0o700);
      write(below(path, ...parts), typeof inner === "string" ? { text: inner } : inner);
    }
  } else if (contents.link !== undefined) symlink(contents.link, path);
  else {
    const bytes =
      contents.base64 === undefined ? (contents.text ?? "") : Buffer.from(contents.base64, "base64");
    writeFile(path, bytes, contents.executable === true ? 0o755 : 0o644);
  }
};
