/** JSON (RFC 8259): two spaces, keys sorted, a final newline. */
import { type Float, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | Float
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

export const toJson = (value: JsonValue): string => `${JSON.stringify(sortKeys(value), null, 2)}\n`;

/** On one line, for a value inside another format. */
export const toCompactJson = (value: JsonValue): string => JSON.stringify(sortKeys(value));

/**
 * The same value with every record's keys sorted. Keys that look like array indices come first, as JavaScript
 * insists. `defineProperty` because `__proto__` is a key like any other.
 */
export const sortKeys = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  if (isFloat(value)) return value.value;
  const sorted = {};
  for (const [key, inner] of sortedEntries(value as Readonly<Record<string, JsonValue>>))
    Object.defineProperty(sorted, key, { value: sortKeys(inner), enumerable: true });
  return sorted;
};
