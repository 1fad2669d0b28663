/** Lists and attribute sets of one element type. */
import {
  type Definition,
  type Fragment,
  fragmentOf,
  isSet,
  mergeFragments,
  type Scope,
} from "../definition.ts";
import { whileOpen } from "../open-options.ts";
import { isTagged } from "../property.ts";
import type { Def } from "../shape.ts";
import type { Type } from "../type.ts";

/** All definitions' elements, in order. Elements may be wrapped; one whose condition fails is left out. */
export const listOf = <T, D>(type: Type<T, D>): Type<readonly T[], readonly Def<D>[]> => ({
  name: "listOf",
  description: `list of ${inParentheses(type)}`,
  inner: [type as Type<unknown, unknown>],
  extend: type.extend && ((options) => listOf(type.extend!(options))),
  check: Array.isArray,
  empty: () => [],
  merge: (scope, definitions) => {
    const merged: T[] = [];
    for (const { value, source } of definitions)
      for (const element of value as readonly unknown[]) {
        const at = { ...scope, path: [...scope.path, `[${merged.length}]`] };
        const result = mergeFragments(type, [fragmentOf(element, source)], at);
        if (result !== undefined) merged.push(result.value);
      }
    return merged;
  },
});

export const nonEmptyListOf = <T, D>(type: Type<T, D>): Type<readonly T[], readonly Def<D>[]> => {
  const { empty, extend, ...list } = listOf(type);
  return {
    ...list,
    name: "nonEmptyListOf",
    description: `list of at least one ${inParentheses(type)}`,
    check: (value) => Array.isArray(value) && value.length > 0,
  };
};

/** Merged name by name. Names whose definitions all fail their conditions are left out. */
export const attrsOf = <T, D>(
  type: Type<T, D>,
): Type<Readonly<Record<string, T>>, Readonly<Record<string, Def<D>>>> => attributes("attrsOf", type);

/** As attrsOf, but no value is looked at before it is read: values may refer to each other in any way. */
export const lazyAttrsOf = <T, D>(
  type: Type<T, D>,
): Type<Readonly<Record<string, T>>, Readonly<Record<string, Def<D>>>> => attributes("lazyAttrsOf", type);

const attributes = <T, D>(
  name: "attrsOf" | "lazyAttrsOf",
  type: Type<T, D>,
): Type<Readonly<Record<string, T>>, Readonly<Record<string, Def<D>>>> => ({
  name,
  description: `set of ${inParentheses(type)}`,
  inner: [type as Type<unknown, unknown>],
  extend: type.extend && ((options) => attributes(name, type.extend!(options))),
  check: isSet,
  empty: () => ({}),
  merge: (scope, definitions) => {
    const merged: Record<string, T> = {};
    for (const [key, fragments] of fragmentsByName(definitions)) {
      const at = { ...scope, path: [...scope.path, key] };
      const lazy = name === "lazyAttrsOf" || fragments.some(({ value }) => isLazy(value, type));
      if (lazy)
        defineLazily(merged, key, () => whileOpen(at, fragments, () => mergedValue(type, fragments, at)));
      else {
        const result = mergeFragments(type, fragments, at);
        if (result !== undefined) define(merged, key, result.value);
      }
    }
    return merged;
  },
});

/** Each name's fragments, names in the order in which they first appear. */
const fragmentsByName = (definitions: readonly Definition[]): Map<string, Fragment[]> => {
  const byName = new Map<string, Fragment[]>();
  for (const { value, source } of definitions)
    for (const key of Object.keys(value as object)) {
      const fragment = fragmentOf((value as Record<string, unknown>)[key], source);
      const others = byName.get(key);
      if (others === undefined) byName.set(key, [fragment]);
      else others.push(fragment);
    }
  return byName;
};

const isLazy = (value: unknown, type: { readonly callable?: boolean }): boolean => {
  if (typeof value === "function") return type.callable !== true;
  if (!isTagged(value)) return false;
  return value._type === "merge"
    ? value.contents.some((content) => isLazy(content, type))
    : isLazy(value.content, type);
};

const mergedValue = <T>(
  type: Type<T, unknown>,
  fragments: readonly Fragment[],
  scope: Scope,
): T | undefined => mergeFragments(type, fragments, scope)?.value ?? type.empty?.(scope);

/** A name such as `__proto__` must become a property like any other. */
const define = (object: object, key: string, value: unknown): void => {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true });
  else (object as Record<string, unknown>)[key] = value;
};

const defineLazily = (object: object, key: string, value: () => unknown): void => {
  let known: { value: unknown } | undefined;
  Object.defineProperty(object, key, {
    enumerable: true,
    configurable: true,
    get: () => {
      known ??= { value: value() };
      return known.value;
    },
  });
};

export const inParentheses = ({ description }: { readonly description: string }): string =>
  / or |, /.test(description) ? `(${description})` : description;
