/**
 * YAML 1.2 (yaml.org), block style, as people write it by hand: keys sorted, text bare where every YAML reader
 * (1.1 ones too) takes it for text, several lines as a literal block.
 */
import { floatText, isFloat } from "../base/float.ts";
import type { JsonValue } from "./json.ts";
import { sortedEntries } from "./order.ts";

export const toYaml = (value: JsonValue): string =>
  typeof value === "string" ? `${scalarText(value)}\n` : `${blockLines(value).join("\n")}\n`;

/** A value on lines of its own, not indented. */
const blockLines = (value: JsonValue): string[] => {
  if (isList(value) && value.length > 0) return value.flatMap(itemLines);
  const entries = isRecord(value) ? sortedEntries(value) : [];
  if (entries.length > 0) return entries.flatMap(([key, inner]) => entryLines(scalarText(key), inner));
  return scalarLines(value);
};

const itemLines = (item: JsonValue): string[] => {
  const [first, ...rest] = blockLines(item);
  return [`- ${first}`, ...indented(rest)];
};

const entryLines = (key: string, value: JsonValue): string[] => {
  if (isBlock(value)) return [`${key}:`, ...indented(blockLines(value))];
  const [first, ...rest] = scalarLines(value);
  return [`${key}: ${first}`, ...indented(rest)];
};

/** Lines of a literal block arrive indented by one step; blank ones stay blank. */
const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === "" ? "" : `  ${line}`));

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isRecord = (value: JsonValue): value is { readonly [key: string]: JsonValue | undefined } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isFloat(value);
const isBlock = (value: JsonValue): boolean =>
  isList(value) ? value.length > 0 : isRecord(value) && sortedEntries(value).length > 0;

const scalarLines = (value: JsonValue): string[] => {
  if (isList(value)) return ["[]"];
  if (isRecord(value)) return ["{}"];
  if (isFloat(value)) return [floatText(value)];
  if (typeof value === "string") return fitsLiteral(value) ? literalLines(value) : [scalarText(value)];
  return [numberOrWord(value)];
};

/**
 * Several lines that can stand as they are: printable, the first neither blank nor indented (a reader finds the
 * block's indentation by it), at most one newline at the end.
 */
const fitsLiteral = (text: string): boolean =>
  /^\S[\s\S]*\n/.test(text) && !text.endsWith("\n\n") && !unprintable.test(text);

const unprintable = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\p{Surrogate}/u;

const literalLines = (text: string): string[] => {
  const ended = text.endsWith("\n");
  const lines = (ended ? text.slice(0, -1) : text).split("\n");
  return [ended ? "|" : "|-", ...lines];
};

const numberOrWord = (value: number | boolean | null): string => {
  if (typeof value !== "number" || Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
};

const scalarText = (text: string): string =>
  bareText.test(text) && !notText.test(text) ? text : quoted(text);

const bareText = /^[A-Za-z_/][\w/.@+~-]*( [\w/.@+~-]+)*$/;
/** What some YAML reader takes for something else than text. */
const notText = /^(y|n|yes|no|on|off|true|false|null|e\d+)$/i;

/** A JSON string is a YAML double-quoted scalar; unprintable characters are escaped beyond what JSON asks. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (char) => `\\u${hex(char)}`);

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, "0");
