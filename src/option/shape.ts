/** The static side of the module system: an option tree gives the type of its config and of its definitions. */
import type { Context } from "./context.ts";
import type { Type } from "./type.ts";

/** A declared option whose merged value is a `T` and whose definitions are `D`s. */
export interface Option<T, D = T> {
  readonly kind: "option";
  readonly type: Type<T, D>;
  /** The value where nothing defines it. A function is called with the context when the option is read. */
  readonly default?: T | ((context: DefaultContext) => T);
  /**
   * The default is a definition of priority 1500: the type merges it, with others of that priority
   * (`mkOptionDefault`), and it may have wrappers in it.
   */
  readonly mergeDefault?: boolean;
  /** Turns the merged value into what readers see. */
  readonly apply?: (value: T, context: DefaultContext) => T;
  readonly description?: string;
  readonly example?: unknown;
  /** What the reference prints for a default that is computed. */
  readonly defaultText?: string;
  /** Refuses any definition by the user. */
  readonly readOnly?: boolean;
  /** Left out of the reference and of completions. */
  readonly internal?: boolean;
}

/**
 * `self`: the merged submodule (or the whole config) that the option belongs to; `name`: its key in an `attrsOf`.
 * Both, and `config`, are untyped here: an option tree cannot name its own config while it is inferred.
 */
export interface DefaultContext extends Pick<Context, "host" | "lib"> {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly config: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly self: any;
  readonly name: string;
}

/** A former option: definitions go to `to`, with a warning that says so. */
export interface RenamedOption<D> {
  readonly kind: "renamed";
  readonly to: string;
  readonly convert?: (value: D) => unknown;
  /** A rename that is not worth a warning. */
  readonly silent: boolean;
}

/** A former option without a successor: any definition is a failed assertion that gives the reason. */
export interface RemovedOption {
  readonly kind: "removed";
  readonly reason: string;
}

declare const property: unique symbol;
/** A wrapped definition (`mkIf`, `mkForce` …). Opaque, so that nothing of it shows up in completions. */
export interface Property<out D> {
  readonly [property]: D;
}
/** A definition computed when its option is read. */
export type Lazy<out D> = (context: Context) => D | Property<D>;
export type Def<D> = D | Property<D> | Lazy<D>;
/** A wrapper's argument: `D` is inferred from where the wrapper stands, never from what it wraps. */
export type Wrapped<D> = NoInfer<D> | Property<D> | Lazy<NoInfer<D>>;

// biome-ignore-start lint/suspicious/noExplicitAny: matches options of every type
export type ConfigOf<O> = {
  readonly [K in keyof O as O[K] extends RenamedOption<any> | RemovedOption ? never : K]: O[K] extends Option<
    infer T,
    any
  >
    ? T
    : ConfigOf<O[K]>;
};

export type DefsOf<O> = {
  readonly [K in keyof O as O[K] extends RemovedOption ? never : K]?: O[K] extends Option<any, infer D>
    ? Def<D>
    : O[K] extends RenamedOption<infer D>
      ? Def<D>
      : DefsOf<O[K]> | Property<DefsOf<O[K]>>;
};
// biome-ignore-end lint/suspicious/noExplicitAny: matches options of every type
