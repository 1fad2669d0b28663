/** Types made of several: null or something, one of several, something that is turned into something else. */
import { type Definition, mergeChecked, type Scope } from "../definition.ts";
import { OptionError } from "../option-error.ts";
import type { Type } from "../type.ts";

export const nullOr = <T, D>(type: Type<T, D>): Type<T | null, D | null> => ({
  name: "nullOr",
  description: `null or ${type.description}`,
  inner: [type as Type<unknown, unknown>],
  ...(type.callable && { callable: true }),
  extend: type.extend && ((options) => nullOr(type.extend!(options))),
  check: (value) => value === null || type.check(value),
  empty: () => null,
  ...(type.adopt && { adopt: (scope, value) => (value === null ? null : type.adopt!(scope, value)) }),
  merge: (scope, definitions) => {
    const nulls = definitions.filter(({ value }) => value === null).length;
    if (nulls === definitions.length) return null;
    if (nulls > 0) throw OptionError.disagreement(scope.path, definitions);
    return mergeChecked(type, scope, definitions);
  },
});

export const either = <T, D, U, E>(left: Type<T, D>, right: Type<U, E>): Type<T | U, D | E> =>
  oneOf(left, right);

// biome-ignore-start lint/suspicious/noExplicitAny: members are of every type
type AnyType = Type<any, any>;
type ValueOf<M extends readonly AnyType[]> = M[number] extends infer N
  ? N extends Type<infer T, any>
    ? T
    : never
  : never;
type DefinitionOf<M extends readonly AnyType[]> = M[number] extends infer N
  ? N extends Type<any, infer D>
    ? D
    : never
  : never;

/** The first type that accepts all definitions merges them. */
export const oneOf = <M extends readonly AnyType[]>(...members: M): Type<ValueOf<M>, DefinitionOf<M>> => ({
  name: "oneOf",
  description: members.map(({ description }) => description).join(" or "),
  inner: members,
  ...(members.some(({ callable }) => callable) && { callable: true }),
  check: (value) => members.some((member) => member.check(value)),
  merge: (scope, definitions) => {
    const member = members.find((type) => definitions.every(({ value }) => type.check(value)));
    if (member === undefined) throw OptionError.disagreement(scope.path, definitions);
    return member.merge(scope, definitions);
  },
});
// biome-ignore-end lint/suspicious/noExplicitAny: members are of every type

/** Accepts definitions of `from` too, turned into definitions of `to` one by one. */
export const coercedTo = <T, D, F, G>(
  from: Type<F, G>,
  coerce: (value: F) => D,
  to: Type<T, D>,
): Type<T, D | G> => ({
  ...to,
  name: "coercedTo",
  description: `${to.description} or ${from.description} turned into it`,
  inner: [to as Type<unknown, unknown>, from as Type<unknown, unknown>],
  extend: to.extend && ((options) => coercedTo(from, coerce, to.extend!(options))),
  check: (value) => from.check(value) || to.check(value),
  merge: (scope, definitions) =>
    mergeChecked(
      to,
      scope,
      definitions.map((d) => coerced(d, scope, from, coerce)),
    ),
});

const coerced = <F, G, D>(
  definition: Definition,
  scope: Scope,
  from: Type<F, G>,
  coerce: (value: F) => D,
): Definition =>
  from.check(definition.value)
    ? { ...definition, value: coerce(from.merge(scope, [definition])) }
    : definition;

/** A type with one more condition on its merged value. */
export const refined = <T, D>(
  type: Type<T, D>,
  description: string,
  accepts: (value: T) => boolean,
): Type<T, D> => ({
  ...type,
  description,
  merge: (scope, definitions) => {
    const value = type.merge(scope, definitions);
    if (!accepts(value)) throw OptionError.wrongType(scope.path, description, definitions);
    return value;
  },
});
