/** Sets of options inside an option. */
import { type Definition, type Fragment, fragmentOf, isSet, type Scope } from "../definition.ts";
import type { OptionTree } from "../module.ts";
import { OptionSet } from "../option-set.ts";
import { joinTrees } from "../option-tree.ts";
import type { ConfigOf, Def, DefsOf } from "../shape.ts";
import type { Type } from "../type.ts";

/** Options of a submodule. Its config is lazy: each option is merged when it is read. */
export const submodule = <O extends object>(options: O): Type<ConfigOf<O>, DefsOf<O>> =>
  optionsType(options as unknown as OptionTree, undefined) as Type<ConfigOf<O>, DefsOf<O>>;

/**
 * Options, and beside them any name with a value of type `type`. (TypeScript has every name obey an index signature, so
 * there the declared options' definitions are allowed under other names too.)
 */
export const freeform = <O extends object, T, D>(
  type: Type<T, D>,
  options: O,
): Type<
  ConfigOf<O> & { readonly [name: string]: T },
  DefsOf<O> & { readonly [name: string]: Def<D> | Exclude<DefsOf<O>[keyof DefsOf<O>], undefined> }
> => optionsType(options as unknown as OptionTree, type as Type<unknown, unknown>) as never;

/** Refers to a type that is declared later, so that a submodule can hold itself. */
export const lazyType = <T, D>(description: string, type: () => Type<T, D>): Type<T, D> => ({
  name: "lazy",
  description,
  check: (value) => type().check(value),
  merge: (scope, definitions) => type().merge(scope, definitions),
});

const optionsType = (tree: OptionTree, type: Type<unknown, unknown> | undefined): Type<object, object> => ({
  name: "submodule",
  description: type === undefined ? "submodule" : `submodule with other names of ${type.description}`,
  options: tree,
  ...(type !== undefined && { freeform: true }),
  extend: (options) => optionsType(joinTrees(tree, options), type),
  check: isSet,
  empty: (scope) => build(tree, type, scope, []),
  merge: (scope, definitions) => build(tree, type, scope, definitions.map(asFragment)),
});

const build = (
  tree: OptionTree,
  type: Type<unknown, unknown> | undefined,
  { session, path }: Scope,
  fragments: readonly Fragment[],
): object => new OptionSet(session, tree, path, fragments, { freeform: type }).config;

const asFragment = ({ value, source }: Definition): Fragment => fragmentOf(value, source);
