/**
 * Nushell's data notation (NUON): strings in double quotes with escapes, lists, records. `{ _type: "nushell-inline", expr }`
 * is an expression of the writer's own, which parentheses keep in one piece.
 */
import { type Float, floatText, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export interface NushellInline {
  readonly _type: "nushell-inline";
  readonly expr: string;
}
export type NushellValue =
  | string
  | number
  | boolean
  | null
  | Float
  | NushellInline
  | readonly NushellValue[]
  | { readonly [key: string]: NushellValue | undefined };

export const quoteNushell = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t]/g, (char) => escapes[char] ?? `\\${char}`)}"`;
const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Keys sorted, an element on each line, four spaces for each level below `indent`. */
export const nushellValue = (value: NushellValue, indent = ""): string => {
  if (typeof value === "string") return quoteNushell(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isFloat(value)) return floatText(value);
  if (isInline(value)) return `(${value.expr})`;
  const inner = `${indent}    `;
  if (Array.isArray(value)) {
    const items = (value as readonly NushellValue[]).map((item) => nushellValue(item, inner));
    return bracketed("[", items, "]", inner, indent);
  }
  const fields = sortedEntries(value as Readonly<Record<string, NushellValue>>).map(
    ([key, field]) => `${quoteNushell(key)}: ${nushellValue(field, inner)}`,
  );
  return bracketed("{", fields, "}", inner, indent);
};

const bracketed = (
  open: string,
  items: readonly string[],
  close: string,
  inner: string,
  indent: string,
): string =>
  items.length === 0
    ? `${open}${close}`
    : `${open}\n${items.map((item) => `${inner}${item}\n`).join("")}${indent}${close}`;

const isInline = (value: object): value is NushellInline =>
  "_type" in value && value._type === "nushell-inline";
