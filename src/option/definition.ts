/**
 * A fragment is a part of a definition tree that has not been looked into yet; a definition is what is left of it
 * at an option, after lazy values, conditions, merges, priorities and orders have been taken off.
 */
import { LaresError } from "../base/errors.ts";
import type { Context } from "./context.ts";
import { ModuleNeeded } from "./module-needed.ts";
import { OptionError } from "./option-error.ts";
import type { Session } from "./option-set.ts";
import { type CallSite, isTagged, orders, priorities } from "./property.ts";
import type { Type } from "./type.ts";

/** Where a definition comes from: its module's file and, where a wrapper noted it, the call. */
export interface Source {
  readonly file: string;
  readonly at?: CallSite;
}

export interface Fragment {
  readonly value: unknown;
  readonly source: Source;
  /** All must hold; looked at only when something below is read. */
  readonly conditions: readonly (() => boolean)[];
  readonly priority?: number;
  readonly order?: number;
}

export interface Definition {
  readonly value: unknown;
  readonly source: Source;
  readonly priority: number;
  readonly order: number;
}

/** Where in the tree a merge takes place, and what lazy definitions there are called with. */
export interface Scope {
  readonly path: readonly string[];
  readonly context: Context;
  readonly session: Session;
}

export const fragmentOf = (value: unknown, source: Source): Fragment => ({ value, source, conditions: [] });

export const holds = ({ conditions }: Fragment): boolean => conditions.every((condition) => condition());

/**
 * Takes the wrappers off a fragment, one level deep. Conditions are kept, not asked, unless a lazy value stands
 * behind them: that one is called only where they hold.
 */
export const unwrap = (fragment: Fragment, scope: Scope, callable = false): readonly Fragment[] => {
  const { value } = fragment;
  if (typeof value === "function" && !callable) {
    if (!holds(fragment)) return [];
    return unwrap({ ...fragment, value: call(value as LazyValue, fragment.source, scope) }, scope);
  }
  if (!isTagged(value)) return [fragment];
  const source = value.at === undefined ? fragment.source : { ...fragment.source, at: value.at };
  switch (value._type) {
    case "if": {
      const conditions = [...fragment.conditions, conditionOf(value.condition, source, scope)];
      return unwrap({ ...fragment, source, conditions, value: value.content }, scope, callable);
    }
    case "merge":
      return value.contents.flatMap((content) =>
        unwrap({ ...fragment, source, value: content }, scope, callable),
      );
    case "override":
      return unwrap(
        { ...fragment, source, value: value.content, priority: fragment.priority ?? value.priority },
        scope,
        callable,
      );
    case "order":
      return unwrap(
        { ...fragment, source, value: value.content, order: fragment.order ?? value.priority },
        scope,
        callable,
      );
  }
};

/** All definitions whose conditions hold, in the order of their modules. */
export const discharge = (
  fragments: readonly Fragment[],
  scope: Scope,
  callable = false,
): readonly Definition[] => {
  const definitions: Definition[] = [];
  for (const fragment of fragments)
    for (const plain of unwrap(fragment, scope, callable))
      if (holds(plain))
        definitions.push({
          value: plain.value,
          source: plain.source,
          priority: plain.priority ?? priorities.plain,
          order: plain.order ?? orders.plain,
        });
  return definitions;
};

/** The definitions with the best priority, in order. */
export const prevailing = (definitions: readonly Definition[]): readonly Definition[] => {
  if (definitions.length < 2) return definitions;
  const best = Math.min(...definitions.map(({ priority }) => priority));
  return definitions.filter(({ priority }) => priority === best).sort((a, b) => a.order - b.order);
};

/** Discharges, checks and merges what defines one value; undefined where nothing does. */
export const mergeFragments = <T>(
  type: Type<T, unknown>,
  fragments: readonly Fragment[],
  scope: Scope,
): { readonly value: T } | undefined => {
  const definitions = prevailing(discharge(fragments, scope, type.callable));
  return definitions.length === 0 ? undefined : { value: mergeChecked(type, scope, definitions) };
};

/** Checks every definition against the type, then merges. */
export const mergeChecked = <T>(
  type: Type<T, unknown>,
  scope: Scope,
  definitions: readonly Definition[],
): T => {
  const wrong = definitions.filter(({ value }) => !type.check(value));
  if (wrong.length > 0) throw OptionError.wrongType(scope.path, type.description, wrong);
  return type.merge(scope, definitions);
};

type LazyValue = (context: Context) => unknown;

/** What a person's own code throws is told with the option that it was computing. */
const call = (value: LazyValue, source: Source, scope: Scope): unknown => {
  try {
    return value(scope.context);
  } catch (error) {
    if (error instanceof LaresError || error instanceof ModuleNeeded) throw error;
    throw OptionError.threw(scope.path, source, error);
  }
};

const conditionOf = (condition: unknown, source: Source, scope: Scope): (() => boolean) => {
  let known: boolean | undefined;
  return () => {
    if (known !== undefined) return known;
    const value = typeof condition === "function" ? call(condition as LazyValue, source, scope) : condition;
    if (typeof value !== "boolean") throw OptionError.conditionNotBoolean(scope.path, value, source);
    known = value;
    return known;
  };
};

/** An object as JSON has them, of no class. */
export const isSet = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
