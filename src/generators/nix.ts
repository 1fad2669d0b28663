/** Values of the Nix language, and nix.conf(5). */
import { type Float, floatText, isFloat } from "../base/float.ts";
import { plainValue, type Scalar, toKeyValue } from "./key-value.ts";
import { sortedEntries } from "./order.ts";

export type NixValue =
  | string
  | number
  | boolean
  | null
  | Float
  | readonly NixValue[]
  | { readonly [key: string]: NixValue | undefined };

/** Attributes sorted, one on each line, two spaces for each level below `indent`. No final newline. */
export const toNix = (value: NixValue, indent = ""): string => {
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isFloat(value)) return floatText(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? (value as readonly NixValue[]).map((item) => itemText(item, inner))
    : sortedEntries(value as Readonly<Record<string, NixValue>>).map(
        ([key, one]) => `${keyText(key)} = ${toNix(one, inner)};`,
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (items.length === 0) return `${open} ${close}`;
  return `${open}\n${items.map((item) => `${inner}${item}\n`).join("")}${indent}${close}`;
};

/** In a list a negative number would be a subtraction. */
const itemText = (value: NixValue, indent: string): string =>
  typeof value === "number" && value < 0 ? `(${value})` : toNix(value, indent);

const keyText = (key: string): string =>
  /^[A-Za-z_][\w'-]*$/.test(key) && !keywords.has(key) ? key : quoted(key);
const keywords = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);

const quoted = (text: string): string =>
  `"${text.replace(/["\\]|\$(?=\{)|\n|\r|\t/g, (found) => escapes[found] ?? `\\${found}`)}"`;
const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** `key = value` lines; a list's elements stand side by side, and those of `extra-` keys come last. */
export const toNixConf = (
  settings: Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>,
): string => {
  const { main, extra } = Object.groupBy(Object.entries(settings), ([key]) =>
    key.startsWith("extra-") ? "extra" : "main",
  );
  const style = {
    separator: " = ",
    lists: { join: " " },
    value: (value: Scalar) => (value === null ? "" : plainValue(value)),
  };
  return [main, extra].map((entries) => toKeyValue(Object.fromEntries(entries ?? []), style)).join("");
};
