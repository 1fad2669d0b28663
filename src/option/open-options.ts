/** Options that are being merged: what reads itself, however indirectly, is found here. */
import type { Fragment, Scope } from "./definition.ts";
import { OptionError } from "./option-error.ts";

export interface OpenOption {
  readonly path: readonly string[];
  readonly fragments: readonly Fragment[];
}

/** Merges one value; should that read the value itself, however indirectly, the chain is the error. */
export const whileOpen = <T>(scope: Scope, fragments: readonly Fragment[], work: (scope: Scope) => T): T => {
  const { stack } = scope.session;
  const { path } = scope;
  const before = stack.findIndex((open) => open.path.length === path.length && samePath(open.path, path));
  if (before >= 0) throw cycleError([...stack.slice(before), { path, fragments }]);
  stack.push({ path, fragments });
  try {
    return work(scope);
  } finally {
    stack.pop();
  }
};

export const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((part, i) => part === b[i]);

export const cycleError = (open: readonly OpenOption[]): OptionError =>
  OptionError.cycle(
    open.map(({ path, fragments }) => ({ path, source: fragments[0]?.source ?? { file: "a default" } })),
  );
