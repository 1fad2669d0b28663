/**
 * GVariant's text format (docs.gtk.org/glib/gvariant-text-format.html), as dconf reads it:
 *
 *     value = true | false | integer | float | quoted string | "[" values "]" | "(" values ")" | "<" value ">"
 *           | "{" key ": " value { ", " key ": " value } "}" | type keyword SP value | "@" type SP value
 *
 * Plain data says most of it; the rest has a type: `{ _type: "gvariant", type: "u", value: 5 }`, by the functions below.
 */
import { type Float, floatText, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export interface Gvariant {
  readonly _type: "gvariant";
  /** A type string: `u`, `as`, `(is)`, `a{sv}` … */
  readonly type: string;
  readonly value: GvariantValue;
}
export type GvariantValue =
  | string
  | number
  | boolean
  | null
  | Float
  | Gvariant
  | readonly GvariantValue[]
  | { readonly [key: string]: GvariantValue | undefined };

const typed = (type: string, value: GvariantValue): Gvariant => ({ _type: "gvariant", type, value });

/** Values whose type plain data cannot tell. */
export const gvariant = {
  byte: (value: number) => typed("y", value),
  int16: (value: number) => typed("n", value),
  uint16: (value: number) => typed("q", value),
  int32: (value: number) => typed("i", value),
  uint32: (value: number) => typed("u", value),
  int64: (value: number) => typed("x", value),
  uint64: (value: number) => typed("t", value),
  double: (value: number) => typed("d", value),
  objectPath: (value: string) => typed("o", value),
  variant: (value: GvariantValue) => typed("v", value),
  /** Of elements of one type: `array("s", [])`. */
  array: (element: string, values: readonly GvariantValue[]) => typed(`a${element}`, values),
  /** `type` is the whole tuple's: `tuple("(si)", ["us", 1])`. */
  tuple: (type: string, values: readonly GvariantValue[]) => typed(type, values),
  nothing: (element: string) => typed(`m${element}`, null),
} as const;

/** An empty list is one of strings unless it says otherwise. */
export const gvariantText = (value: GvariantValue): string => {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : doubleText(value);
  if (typeof value === "boolean") return String(value);
  if (value === null) return "nothing";
  if (isFloat(value)) return floatText(value);
  if (isTyped(value)) return typedText(value);
  if (isList(value)) return value.length === 0 ? "@as []" : bracketed("[", value, "]");
  return dictText(value);
};

/** dconf's own file format: directories as sections with their keys. */
export const toDconf = (
  settings: Readonly<Record<string, Readonly<Record<string, GvariantValue | undefined>>>>,
): string =>
  sortedEntries(settings)
    .map(([directory, keys]) => {
      const lines = sortedEntries(keys).map(([key, value]) => `${key}=${gvariantText(value)}\n`);
      return `[${directory.replace(/^\/|\/$/g, "") || "/"}]\n${lines.join("")}`;
    })
    .join("\n");

/** Basic types have keywords; a string and a boolean need none. */
const keywords: Readonly<Record<string, string>> = {
  y: "byte",
  n: "int16",
  q: "uint16",
  u: "uint32",
  x: "int64",
  t: "uint64",
  h: "handle",
  o: "objectpath",
  g: "signature",
};

const typedText = ({ type, value }: Gvariant): string => {
  if (type === "v") return `<${gvariantText(value)}>`;
  if (type === "b" || type === "i" || type === "s") return gvariantText(value);
  if (type === "d") return isFloat(value) ? floatText(value) : doubleText(value as number);
  const keyword = keywords[type];
  if (keyword !== undefined) return `${keyword} ${gvariantText(value)}`;
  if (type.startsWith("(")) return `@${type} ${tupleText(value as readonly GvariantValue[])}`;
  if (type.startsWith("a") && isList(value)) return `@${type} ${bracketed("[", value, "]")}`;
  return `@${type} ${gvariantText(value)}`;
};

const tupleText = (values: readonly GvariantValue[]): string =>
  values.length === 1 ? `(${gvariantText(values[0]!)},)` : bracketed("(", values, ")");

const bracketed = (open: string, values: readonly GvariantValue[], close: string): string =>
  `${open}${values.map(gvariantText).join(", ")}${close}`;

const dictText = (dict: { readonly [key: string]: GvariantValue | undefined }): string => {
  const entries = sortedEntries(dict).map(([key, value]) => `${quoted(key)}: ${gvariantText(value)}`);
  return entries.length === 0 ? "@a{sv} {}" : `{${entries.join(", ")}}`;
};

const isTyped = (value: object): value is Gvariant => "_type" in value && value._type === "gvariant";
const isList = (value: object | string | number | boolean | null): value is readonly GvariantValue[] =>
  Array.isArray(value);

const doubleText = (value: number): string => {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return floatText({ _type: "float", value });
};

const quoted = (text: string): string =>
  `'${text.replace(/[\\'\n\t\r]/g, (char) => escapes[char] ?? `\\${char}`)}'`;
const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };
