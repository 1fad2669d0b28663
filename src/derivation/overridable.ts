/** Packages made again with other arguments. */
import type { Package } from "./package.ts";

/** Changes to arguments: some of them, or a function of those that there were. */
export type Change<A> = Partial<A> | ((previous: A) => Partial<A>);

/** What `make` gives, with an `override` that takes the arguments of `make`. */
export type Overridable<A, R> = Omit<R, "override"> & {
  /** The same made with other arguments. What is not named stays as it was. */
  override(change: Change<A>): Overridable<A, R>;
};

/**
 * Calls `make` and gives what it makes an `override`, as a package function of Nixpkgs has it:
 * `const tool = makeOverridable(({ ssl }) => mkDerivation({ … }), { ssl: true }); tool.override({ ssl: false })`.
 */
export const makeOverridable = <A extends object, R extends Package>(
  make: (args: A) => R,
  args: NoInfer<A>,
): Overridable<A, R> => {
  const made = make(args);
  const override = (change: Change<A>) => makeOverridable(make, changed(args, change));
  return Object.defineProperty(made, "override", { value: override, configurable: true }) as never;
};

export const changed = <A extends object>(previous: A, change: Change<A>): A => ({
  ...previous,
  ...(typeof change === "function" ? change(previous) : change),
});
