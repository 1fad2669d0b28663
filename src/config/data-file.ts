/** Configurations that are plain data. The parsers are imported when a file of their kind is read. */
import { basename, extname } from "node:path";
import { LaresError, type Place } from "../base/errors.ts";
import { readText } from "../system/files.ts";
import { codeFrame } from "./code-frame.ts";
import { shortName, unreadable } from "./load-errors.ts";

/** What is not JavaScript or TypeScript; a name without an extension (`.laresrc`) is YAML, which JSON is too. */
export const isDataFile = (file: string): boolean => !/\.[cm]?[jt]sx?$/.test(file);

/** The tree as it stands: tagged values are left to the option layer. In package.json, that of its `lares` key. */
export const readDataFile = async (file: string): Promise<unknown> => {
  const value = await parse(file, readDataText(file), extname(file));
  if (isTooDeep(value, deepest)) throw tooDeep(file);
  return isPackageJson(file) ? laresKey(value) : value;
};

const parse = async (file: string, text: string, extension: string): Promise<unknown> => {
  try {
    if (extension === ".json") return parseJson(file, text);
    return await (extension === ".toml" ? parseToml(file, text) : parseYaml(file, text));
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(file) : error;
  }
};

/** Far beyond what a person writes, well within what the stack takes. A YAML alias to what it is in never ends. */
const deepest = 256;

const isTooDeep = (value: unknown, left: number): boolean => {
  if (typeof value !== "object" || value === null) return false;
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1));
};

const tooDeep = (file: string): LaresError =>
  new LaresError({
    code: "config-too-deep",
    message: `${shortName(file)} is nested too deeply, or in itself`,
    details: [`more than ${deepest} levels`],
    place: { file },
    hint: "flatten it, or generate it in TypeScript",
  });

export const isPackageJson = (file: string): boolean => basename(file) === "package.json";

const laresKey = (content: unknown): unknown => (content as { lares?: unknown } | null)?.lares;

const readDataText = (file: string): string => {
  try {
    return readText(file).replace(/^\ufeff/, "");
  } catch (error) {
    throw unreadable(file, error);
  }
};

const parseJson = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, offset } = jsonProblem(error.message, text);
    throw doesNotParse(file, message, placeAt(file, text, offset));
  }
};

/** V8 says where in its message's tail: `… in JSON at position 12 (line 1 column 13)`; nothing at the end of input. */
const jsonProblem = (message: string, text: string): { message: string; offset: number } => {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined && message.startsWith("Unexpected token")) return unexpectedIn(text);
  const short = message
    .replace(/,? (in JSON )?at position .*$/s, "")
    .replace(/, ?(\.\.\.)?".*" is not valid JSON$/s, "");
  return { message: short, offset: position === undefined ? text.trimEnd().length : Number(position) };
};

/** Where a token has no place in JSON, which V8 leaves out of this one message. */
const unexpectedIn = (text: string): { message: string; offset: number } => {
  const token = /\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:])/y;
  let before = ",";
  for (;;) {
    const start = token.lastIndex + /^\s*/.exec(text.slice(token.lastIndex))![0].length;
    const found = token.exec(text)?.[1];
    const needsValue = [":", ",", "["].includes(before);
    if (found === undefined || (needsValue && ",:]}".includes(found) && before + found !== "[]"))
      return { message: `unexpected ${/^[\w$]+|./u.exec(text.slice(start))?.[0] ?? "end"}`, offset: start };
    before = found;
  }
};

/** The library calls too many aliases a ReferenceError. */
const parseYaml = async (file: string, text: string): Promise<unknown> => {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { merge: true, prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw doesNotParse(file, problem.message, placeAt(file, text, problem.pos[0]));
  try {
    return document.toJS({ maxAliasCount: 1000 }) as unknown;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw doesNotParse(file, "its aliases stand for too many values", { file, line: 1, column: 1 });
  }
};

const parseToml = async (file: string, text: string): Promise<unknown> => {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const message = error.message.split("\n")[0]!.replace("Invalid TOML document: ", "");
    throw doesNotParse(file, message, { file, line: error.line, column: error.column });
  }
};

const doesNotParse = (file: string, message: string, place: Place): LaresError =>
  new LaresError({
    code: "config-syntax",
    message: `${shortName(file)} does not parse: ${message.slice(0, 1).toLowerCase()}${message.slice(1)}`,
    details: codeFrame(place),
    place,
  });

export const placeAt = (file: string, text: string, offset: number): Place => {
  const before = text.slice(0, offset).split("\n");
  return { file, line: before.length, column: before.at(-1)!.length + 1 };
};
