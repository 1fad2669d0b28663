import type { Definition, Scope } from "./definition.ts";
import type { OptionTree } from "./module.ts";

/**
 * The type of an option's value. `T` is what readers get, `D` what a definition may be. `check` looks at one
 * definition's own value, not below it; `merge` makes the value of all definitions that are left after conditions
 * and priorities (at least one, in order), and merges what is below in the same way.
 */
export interface Type<T, D = T> {
  /** `listOf`, `enum` … */
  readonly name: string;
  /** In words: `list of string`. */
  readonly description: string;
  readonly check: (value: unknown) => boolean;
  readonly merge: (scope: Scope, definitions: readonly Definition[]) => T;
  /** The value of an element that nothing defines, for types that have one (`attrsOf` of submodules: an empty one). */
  readonly empty?: (scope: Scope) => T;
  /** What a default goes through, where merging does more than take the value. */
  adopt?(scope: Scope, value: T): T;
  /** Functions are values of this type, not lazy definitions. */
  readonly callable?: boolean;
  /** The same type with further options in the submodules it holds; absent where it holds none. */
  readonly extend?: ((options: OptionTree) => Type<T, D>) | undefined;
  /** The types that this one is made of, for documentation and completion. */
  readonly inner?: readonly Type<unknown, unknown>[];
  /** The values of an enum. */
  readonly values?: readonly unknown[];
  /** A submodule that takes other names than its options'. */
  readonly freeform?: boolean;
  /** A submodule's options. */
  readonly options?: object;
  readonly "~definition"?: D;
}
