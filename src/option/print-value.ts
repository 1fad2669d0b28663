import { isPackage } from "../base/package.ts";

/** A value in one short line, for messages. */
export const printValue = (value: unknown, limit = 60): string => {
  const text = print(value);
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
};

/** A set or list piece by piece, a line each; undefined for what has no pieces. */
export const printPieces = (value: unknown): readonly string[] | undefined => {
  if (Array.isArray(value)) return value.map(print);
  if (typeof value !== "object" || value === null || isPackage(value)) return undefined;
  return fieldsOf(value);
};

const print = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    if (isPackage(value)) return `package ${value.name}`;
    const fields = fieldsOf(value);
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return String(value);
};

const fieldsOf = (value: object): readonly string[] =>
  namesIn(value).map((key) => `${key}: ${print((value as Record<string, unknown>)[key])}`);

/** A submodule's options are getters of its prototype, which `Object.keys` passes over. */
const namesIn = (value: object): string[] => {
  const names: string[] = [];
  for (const name in value) names.push(name);
  return names;
};
