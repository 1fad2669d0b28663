/** How modules declare options. */
import type { Option, RemovedOption, RenamedOption } from "./shape.ts";
import type { Type } from "./type.ts";

export const option = <T, D>(
  type: Type<T, D>,
  specification: Omit<Option<NoInfer<T>, NoInfer<D>>, "kind" | "type"> = {},
): Option<T, D> => ({ kind: "option", type, ...specification });

/** An option that moved: what is defined here counts there. `to` is absolute, within a submodule relative to it. */
export const renamed = <D = unknown>(
  to: string,
  { convert, silent = false }: { convert?: (value: D) => unknown; silent?: boolean } = {},
): RenamedOption<D> => ({ kind: "renamed", to, silent, ...(convert && { convert }) });

/** An option that is gone: defining it is an error that gives this reason. */
export const removed = (reason: string): RemovedOption => ({ kind: "removed", reason });
