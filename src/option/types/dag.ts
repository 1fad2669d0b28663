/** Named entries that say which others they come before or after. */
import { LaresError } from "../../base/errors.ts";
import { option } from "../declare.ts";
import { type Definition, isSet } from "../definition.ts";
import type { Def } from "../shape.ts";
import type { Type } from "../type.ts";
import { attrsOf, listOf } from "./collection.ts";
import { str } from "./scalar.ts";
import { submodule } from "./submodule.ts";

export interface DagEntry<T> {
  readonly after: readonly string[];
  readonly before: readonly string[];
  readonly data: T;
}

export type DagEntryDefinition<D> = {
  readonly after?: Def<readonly string[]>;
  readonly before?: Def<readonly string[]>;
  readonly data: Def<D>;
};

/** Entries by name: `{ after, before, data }`, or the data alone where the place does not matter. */
export const dagOf = <T, D>(
  type: Type<T, D>,
): Type<Readonly<Record<string, DagEntry<T>>>, Readonly<Record<string, Def<D | DagEntryDefinition<D>>>>> => ({
  ...(attrsOf(entryOf(type)) as Type<Readonly<Record<string, DagEntry<T>>>, never>),
  name: "dagOf",
  description: `ordered set of ${type.description}`,
});

/**
 * The entries, each after those that it must follow; ties are settled as in Nixpkgs' toposort, beginning from the
 * names in order, so that carried-over homes keep theirs. Names that are not there order nothing.
 */
export const inOrder = <T>(
  entries: Readonly<Record<string, DagEntry<T>>>,
): readonly (readonly [string, T])[] => {
  const predecessors = predecessorsOf(entries);
  const order: string[] = [];
  let left: readonly string[] = Object.keys(entries).sort();
  while (left.length > 0) {
    const [first, others] = takeFirst(left, predecessors);
    order.push(first);
    left = others;
  }
  return order.map((name) => [name, entries[name]!.data]);
};

const entryOf = <T>(type: Type<T, never> | Type<T, unknown>): Type<DagEntry<T>, unknown> => {
  const names = (which: string) =>
    option(listOf(str), { default: [], description: `Names of the entries that this one comes ${which}.` });
  const entry = submodule({
    after: names("after"),
    before: names("before"),
    data: option(type as Type<T, unknown>, { description: "The entry itself." }),
  });
  return {
    ...(entry as unknown as Type<DagEntry<T>, unknown>),
    description: type.description,
    merge: (scope, definitions) => entry.merge(scope, definitions.map(withPlace)) as unknown as DagEntry<T>,
  };
};

const withPlace = (definition: Definition): Definition =>
  isEntry(definition.value) ? definition : { ...definition, value: { data: definition.value } };

const isEntry = (value: unknown): boolean =>
  isSet(value) &&
  Object.hasOwn(value, "data") &&
  Object.keys(value).every((name) => name === "data" || name === "after" || name === "before");

const predecessorsOf = (
  entries: Readonly<Record<string, DagEntry<unknown>>>,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map(Object.entries(entries).map(([name, { after }]) => [name, new Set(after)]));
  for (const [name, { before }] of Object.entries(entries))
    for (const later of before) found.get(later)?.add(name);
  return found;
};

/** Goes from the first name to one that precedes it, and on, to one that nothing left precedes. */
const takeFirst = (
  left: readonly string[],
  predecessors: ReadonlyMap<string, ReadonlySet<string>>,
): readonly [string, readonly string[]] => {
  let [at, ...others] = left as [string, ...string[]];
  let passed: readonly string[] = [];
  for (;;) {
    const precedes = (name: string) => predecessors.get(at)!.has(name);
    if (passed.some(precedes) || precedes(at)) throw circle([at, ...passed]);
    const earlier = others.filter(precedes);
    if (earlier.length === 0) return [at, [...passed, ...others]];
    passed = [at, ...passed];
    others = [...earlier.slice(1), ...others.filter((name) => !precedes(name))];
    at = earlier[0]!;
  }
};

const circle = (names: readonly string[]): LaresError =>
  new LaresError({
    code: "order-cycle",
    message: `entries are to come before each other: ${[...names, names[0]].map((name) => JSON.stringify(name)).join(" → ")}`,
    hint: "take one of them out of the others' `after` or `before`",
  });
