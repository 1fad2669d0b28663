/**
 * The wrappers around definitions. At run time a wrapper is the tagged value that a configuration in plain data
 * writes too: `{"_type": "if"|"merge"|"override"|"order", …}`; `at` remembers the call, for error messages.
 */
import type { Context } from "./context.ts";
import type { Property, Wrapped } from "./shape.ts";

export type Tagged =
  | { readonly _type: "if"; readonly condition: unknown; readonly content: unknown; readonly at?: CallSite }
  | { readonly _type: "merge"; readonly contents: readonly unknown[]; readonly at?: CallSite }
  | {
      readonly _type: "override";
      readonly priority: number;
      readonly content: unknown;
      readonly at?: CallSite;
    }
  | { readonly _type: "order"; readonly priority: number; readonly content: unknown; readonly at?: CallSite };

/** Lower wins. `mkOverride` takes any number; these have names. */
export const priorities = { optionDefault: 1500, default: 1000, plain: 100, force: 50 } as const;
/** Lower comes first in what is merged in order: lists, lines. */
export const orders = { before: 500, plain: 1000, after: 1500 } as const;

/** Counts only where the condition holds. */
export const mkIf = <D>(
  condition: boolean | ((context: Context) => boolean),
  content: Wrapped<D>,
): Property<D> => wrap({ _type: "if", condition, content, at: callSite(mkIf) });

/** Several definitions in one place. */
export const mkMerge = <D>(contents: readonly Wrapped<D>[]): Property<D> =>
  wrap({ _type: "merge", contents, at: callSite(mkMerge) });

/** Sets the priority by number; lower wins, 100 is that of a plain definition. */
export const mkOverride = <D>(priority: number, content: Wrapped<D>): Property<D> =>
  wrap({ _type: "override", priority, content, at: callSite(mkOverride) });

/** Yields to any plain definition (priority 1000). */
export const mkDefault = <D>(content: Wrapped<D>): Property<D> =>
  wrap({ _type: "override", priority: priorities.default, content, at: callSite(mkDefault) });

/** As an option's own default (priority 1500): counts beside it where the option's type joins definitions. */
export const mkOptionDefault = <D>(content: Wrapped<D>): Property<D> =>
  wrap({
    _type: "override",
    priority: priorities.optionDefault,
    content,
    at: callSite(mkOptionDefault),
  });

/** Wins over plain definitions (priority 50). */
export const mkForce = <D>(content: Wrapped<D>): Property<D> =>
  wrap({ _type: "override", priority: priorities.force, content, at: callSite(mkForce) });

/** Sets the place in a merged list or text by number; lower comes first, 1000 is that of a plain definition. */
export const mkOrder = <D>(order: number, content: Wrapped<D>): Property<D> =>
  wrap({ _type: "order", priority: order, content, at: callSite(mkOrder) });

/** Comes before plain definitions in a merged list or text (order 500). */
export const mkBefore = <D>(content: Wrapped<D>): Property<D> =>
  wrap({ _type: "order", priority: orders.before, content, at: callSite(mkBefore) });

/** Comes after plain definitions in a merged list or text (order 1500). */
export const mkAfter = <D>(content: Wrapped<D>): Property<D> =>
  wrap({ _type: "order", priority: orders.after, content, at: callSite(mkAfter) });

/** A stack that is cheap to take and formatted only when someone asks for the place. */
export interface CallSite {
  readonly stack?: string;
}

/** The place from which `wrapper` was called. */
// biome-ignore lint/complexity/noBannedTypes: captureStackTrace takes any function
export const callSite = (wrapper: Function): CallSite => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const site: CallSite = {};
  Error.captureStackTrace(site, wrapper);
  Error.stackTraceLimit = limit;
  return site;
};

const kinds = new Set(["if", "merge", "override", "order"]);

export const isTagged = (value: unknown): value is Tagged =>
  typeof value === "object" && value !== null && "_type" in value && kinds.has(value._type as string);

const wrap = <D>(tagged: Tagged): Property<D> => tagged as unknown as Property<D>;
