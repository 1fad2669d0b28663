/** Data of no fixed shape, merged deeply: what `settings` in a program's own format are made of. */
import { type Float, isFloat } from "../../base/float.ts";
import { isPackage, type PackageReference, programOf } from "../../base/package.ts";
import { type Definition, fragmentOf, isSet, mergeFragments, type Scope } from "../definition.ts";
import type { Def } from "../shape.ts";
import type { Type } from "../type.ts";
import { attrsOf, listOf } from "./collection.ts";
import { mergeEqual } from "./scalar.ts";

/** What JSON can say; a package stands for its path. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Float
  | readonly Json[]
  | { readonly [name: string]: Json };
export type JsonDefinition =
  | null
  | boolean
  | number
  | string
  | Float
  | PackageReference
  | readonly Def<JsonDefinition>[]
  | { readonly [name: string]: Def<JsonDefinition> };

/** JSON data: sets merge name by name, lists are joined, scalars must agree. */
export const json: Type<Json, JsonDefinition> = {
  name: "json",
  description: "JSON value",
  check: (value) => value === null || ["string", "number", "boolean", "object"].includes(typeof value),
  merge: (scope, definitions) => asJson(mergeDeep(scope, definitions, jsonParts, "join"), scope),
};

/** Anything: sets merge name by name, all else must agree. */
export const anything: Type<unknown> = {
  name: "anything",
  description: "anything",
  check: () => true,
  merge: (scope, definitions) => mergeDeep(scope, definitions, anyParts, "agree"),
};

/** A package by its folder in the store; one of the system's has none, and is named. */
const asJson = (value: unknown, { session }: Scope): Json => {
  if (!isPackage(value)) return value as Json;
  const reference = session.resolvePackage(value);
  return reference.outPath ?? reference.contents ?? programOf(reference);
};

interface Parts {
  readonly set: Type<unknown, unknown>;
  readonly list: Type<unknown, unknown>;
}

/** A set of JSON values: the type of most `settings`. */
export const jsonObject = attrsOf(json);

const jsonParts: Parts = { set: jsonObject, list: listOf(json) };
const anyParts: Parts = { set: attrsOf(anything), list: listOf(anything) };

const mergeDeep = (
  scope: Scope,
  definitions: readonly Definition[],
  { set, list }: Parts,
  lists: "join" | "agree",
): unknown => {
  const values = definitions.map(({ value }) => value);
  if (values.every((value) => isSet(value) && !isPackage(value) && !isFloat(value)))
    return set.merge(scope, definitions);
  if (!values.every(Array.isArray)) return mergeEqual(scope, definitions);
  if (lists === "join" || values.length === 1) return list.merge(scope, definitions);
  return mergeEqual(
    scope,
    definitions.map((definition) => plainList(scope, definition, list)),
  );
};

const plainList = (scope: Scope, definition: Definition, list: Type<unknown, unknown>): Definition => ({
  ...definition,
  value: mergeFragments(list, [fragmentOf(definition.value, definition.source)], scope)?.value,
});
