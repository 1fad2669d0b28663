/** Lines of `key<separator>value`: the base of INI and of the many formats that look like it. */
import { type Float, fixedText, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export type Scalar = string | number | boolean | Float | null;
export type KeyValues = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;

export interface KeyValueStyle {
  /** Between key and value; `=` unless said otherwise. */
  readonly separator?: string;
  /** What stands before each key. */
  readonly indent?: string;
  /** A list: one line for each element, or one line with the elements joined by the given text. Repeats by default. */
  readonly lists?: "repeat" | { readonly join: string };
  /** The text of one value; `true`, `false`, `null` and the plain text by default. */
  readonly value?: (value: Scalar, key: string) => string;
  /** The text of a key; by default a separator in it is escaped by a backslash. */
  readonly key?: (key: string) => string;
}

/** Sorted by key, each line ended; the empty text for no keys. */
export const toKeyValue = (values: KeyValues, style: KeyValueStyle = {}): string =>
  sortedEntries(values)
    .flatMap(([key, value]) => keyValueLines(key, value, style))
    .map((line) => `${line}\n`)
    .join("");

const keyValueLines = (key: string, value: Scalar | readonly Scalar[], style: KeyValueStyle): string[] => {
  const { separator = "=", indent = "", lists = "repeat" } = style;
  const valueText = style.value ?? plainValue;
  const line = (text: string) => `${indent}${keyText(key, separator, style)}${separator}${text}`;
  if (!isList(value)) return [line(valueText(value, key))];
  const texts = value.map((one) => valueText(one, key));
  return lists === "repeat" ? texts.map(line) : [line(texts.join(lists.join))];
};

/** A separator of spaces alone (`key value`) has nothing that could be escaped. */
const keyText = (key: string, separator: string, style: KeyValueStyle): string => {
  if (style.key !== undefined) return style.key(key);
  const mark = separator.trim();
  return mark === "" ? key : key.replaceAll(mark, `\\${mark}`);
};

const isList = (value: Scalar | readonly Scalar[]): value is readonly Scalar[] => Array.isArray(value);

/** `true`, `1`, `0.500000`, `null`, or the text itself. */
export const plainValue = (value: Scalar): string => {
  if (isFloat(value)) return fixedText(value.value);
  return typeof value === "number" && !Number.isInteger(value) ? fixedText(value) : String(value);
};

/** For formats that write truth as `yes` and `no`. */
export const yesNoValue = (value: Scalar): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : plainValue(value);
