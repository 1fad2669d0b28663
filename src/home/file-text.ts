/** What modules put into files: texts made of parts, and texts that a person may keep in a file of their own. */
import { isPackage, isStandIn, type PackageReference, programOf } from "../base/package.ts";
import { option } from "../option/declare.ts";
import type { Type } from "../option/type.ts";
import * as t from "../option/types/index.ts";
import type { OutOfStoreLink } from "./lib.ts";

/** A file as modules describe it; `home.file` says what the fields mean. */
export interface FileSpecification {
  readonly text?: string;
  /** Bytes that are no text, in base64. */
  readonly base64?: string;
  readonly source?: string | PackageReference | OutOfStoreLink;
  readonly executable?: boolean;
  readonly recursive?: boolean;
  readonly onChange?: string;
  readonly force?: boolean;
  readonly mode?: "link" | "copy" | "live" | "directory";
  readonly permissions?: number | string;
}

/** The parts that say something, each ended by a newline; no file where none does. */
export const joinText = (
  ...parts: readonly (string | false | null | undefined)[]
): FileSpecification | undefined => {
  const text = parts
    .filter((part) => typeof part === "string" && part !== "")
    .map((part) => ((part as string).endsWith("\n") ? part : `${part}\n`))
    .join("");
  return text === "" ? undefined : { text };
};

/** Lines of text, empty by default. */
export const linesOption = (description: string, example?: string) =>
  option(t.lines, { default: "", description, ...(example !== undefined && { example }) });

/**
 * The merged options of a submodule as a record of its own, for spreading and listing: a submodule's properties are
 * inherited ones, which `Object.entries` and `…` do not see.
 */
export const optionValues = (options: object): Readonly<Record<string, unknown>> => {
  const values: Record<string, unknown> = {};
  for (const name in options) values[name] = (options as Record<string, unknown>)[name];
  return values;
};

const looksLikePath = (value: unknown): boolean =>
  typeof value === "string" && (/^(\/|~\/|\.\.?\/)[^\n]*$/.test(value) || isStandIn(value));

/** A path as such: it begins with `/`, `./`, `../` or `~/`. A package stands for its folder. */
export const sourcePath: Type<string, string | PackageReference> = {
  ...t.path,
  name: "sourcePath",
  description: "path",
  check: (value) => looksLikePath(value) || isPackage(value),
  merge: (scope, definitions) =>
    t.path.merge(
      scope,
      definitions.map((definition) => ({ ...definition, value: folderOf(definition.value, scope) })),
    ),
} as Type<string, string | PackageReference>;

/** A path where nothing else could be meant, so that `file.sh` will do too. A package stands for its file or folder. */
export const filePath: Type<string, string | PackageReference> = {
  ...sourcePath,
  name: "filePath",
  check: (value) => t.path.check(value) || isPackage(value),
};

const folderOf = (value: unknown, { session }: Parameters<Type<string>["merge"]>[0]): unknown => {
  if (!isPackage(value)) return value;
  const reference = session.resolvePackage(value);
  return reference.contents ?? reference.outPath ?? reference.name;
};

/** A package given as such; its value is the folder in the store, or the bare name of one of the system's. */
export const packagePath: Type<string, PackageReference> = {
  name: "packagePath",
  description: "package",
  check: isPackage,
  merge: (scope, definitions) => folderOf(t.package.merge(scope, definitions), scope) as string,
};

/** A package given as such; its value is the path of its main program. */
export const programPath: Type<string, PackageReference> = {
  ...packagePath,
  merge: (scope, definitions) => programOf(t.package.merge(scope, definitions)),
};

export type TextOrSource = { readonly text: string } | { readonly source: string };

const textOption = t.submodule({ text: option(t.lines, { description: "The text." }) });
const sourceOption = t.submodule({ source: option(t.path, { description: "The file." }) });

/**
 * A text, or a file that holds it: a string that begins with `/`, `./`, `../` or `~/` and is one line is taken for a
 * path; `{ text }` and `{ source }` say it outright. Its value goes into a file's specification as it is.
 */
export const textOrSource: Type<
  TextOrSource,
  string | PackageReference | { readonly text: string } | { readonly source: string }
> = {
  name: "textOrSource",
  description: "text, or path of a file",
  check: (value) => typeof value === "string" || isPackage(value) || isSpecified(value),
  merge: (scope, definitions) => {
    const values = definitions.map(({ value }) => value);
    if (values.every((value) => sourcePath.check(value)))
      return { source: sourcePath.merge(scope, definitions) };
    if (values.every((value) => typeof value === "string"))
      return { text: t.lines.merge(scope, definitions) };
    return values.every((value) => isSpecified(value) && "text" in value)
      ? { text: textOption.merge(scope, definitions).text }
      : { source: sourceOption.merge(scope, definitions).source };
  },
};

const isSpecified = (value: unknown): value is object =>
  typeof value === "object" && value !== null && ("text" in value || "source" in value);
