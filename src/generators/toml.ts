/**
 * TOML 1.0 (toml.io). Our own writer because layout matters to people who read the file: keys sorted, plain keys
 * above sub-tables, `[[table]]` for lists of tables, and no table head that a deeper one implies.
 */
import { LaresError } from "../base/errors.ts";
import { type Float, floatText, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export type TomlValue = string | number | bigint | boolean | Float | Date | readonly TomlValue[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue | undefined;
}

/** Blocks with a blank line between them; the empty text for no keys. */
export const toToml = (table: TomlTable): string =>
  tableText([], table)
    .map((block) => `${block}\n`)
    .join("\n");

/** The blocks of a table: its own keys under its head, then its sub-tables. */
const tableText = (path: readonly string[], table: TomlTable, head = `[${pathText(path)}]`): string[] => {
  const entries = sortedEntries(table);
  const own = entries.filter(([, value]) => !isTable(value) && !isTableList(value));
  const lines = own.map(([key, value]) => `${keyText(key)} = ${ownText(value, [...path, key])}`);
  const needsHead =
    path.length > 0 && (lines.length > 0 || own.length === entries.length || head.startsWith("[["));
  const block = [...(needsHead ? [head] : []), ...lines];
  return [
    ...(block.length > 0 ? [block.join("\n")] : []),
    ...entries.flatMap((entry) => innerTables(path, entry)),
  ];
};

const innerTables = (path: readonly string[], [key, value]: [string, TomlValue]): string[] => {
  const inner = [...path, key];
  if (isTable(value)) return tableText(inner, value);
  if (isTableList(value)) return value.flatMap((one) => tableText(inner, one, `[[${pathText(inner)}]]`));
  return [];
};

const isTable = (value: TomlValue): value is TomlTable =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !isFloat(value);

const isTableList = (value: TomlValue): value is readonly TomlTable[] =>
  Array.isArray(value) && value.length > 0 && value.every(isTable);

const pathText = (path: readonly string[]): string => path.map(keyText).join(".");
const keyText = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key));

/** What stands on lines of its own may take several of them. */
const ownText = (value: TomlValue, path: readonly string[]): string =>
  typeof value === "string" && value.includes("\n") ? severalLines(value) : valueText(value, path);

/** The line break after the opening quotes is no part of the text. */
const severalLines = (text: string): string => {
  const escaped = text.replace(
    /[\\\x00-\x08\x0b-\x1f\x7f]|"(?=""|$)/g,
    (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"""\n${escaped}"""`;
};

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\r": "\\r" };

/** TOML has no null: a setting that must be absent is left out, so one that is null is a mistake. */
const valueText = (value: TomlValue, path: readonly string[]): string => {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return numberText(value);
  if (isFloat(value)) return floatText(value).replace("e+", "e");
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value, path);
  if (value === null) throw nullIn(path);
  if (isTable(value)) return inlineTable(value, path);
  return String(value);
};

const arrayText = (values: readonly TomlValue[], path: readonly string[]): string => {
  const texts = values.map((one) => valueText(one, path));
  const line = `[${texts.join(", ")}]`;
  return line.length <= 100 ? line : `[\n${texts.map((text) => `  ${text},\n`).join("")}]`;
};

const inlineTable = (table: TomlTable, path: readonly string[]): string => {
  const fields = sortedEntries(table).map(
    ([key, value]) => `${keyText(key)} = ${valueText(value, [...path, key])}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
};

const numberText = (value: number): string => {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0.0" : String(value).replace("e+", "e");
};

/** A JSON string is a TOML basic string, but for DEL, which TOML wants escaped too. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll("\x7f", "\\u007f");

const nullIn = (path: readonly string[]): LaresError =>
  new LaresError({
    code: "toml-null",
    message: `TOML cannot say null: \`${path.join(".")}\``,
    hint: "leave the setting out instead",
  });
