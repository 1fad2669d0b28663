/** Derivations by their paths and by what they make, read from texts as they are needed. */

import { LaresError } from "../../base/errors.ts";
import type { AbsolutePath, StorePath } from "../../base/paths.ts";
import { parseDerivation } from "../../format/aterm.ts";
import type { Derivation } from "../../format/derivation.ts";
import { nameOf } from "../../format/store-path.ts";
import { readTextIfAny } from "../../system/files.ts";

export interface DerivationGraph {
  at(drvPath: StorePath): Derivation;
  /** As it was given, or as the store has it; undefined where neither does. */
  textOf(drvPath: StorePath): string | undefined;
  /** The derivation that makes this path; undefined where none of those known does. */
  makerOf(output: StorePath): StorePath | undefined;
  /** These derivations and all that they need, each after its inputs. */
  closure(drvPaths: readonly StorePath[]): readonly StorePath[];
}

/** `texts` by `.drv` path; others are read from the store. */
export const createGraph = (texts: Readonly<Record<StorePath, string>>): DerivationGraph => {
  const parsed = new Map<StorePath, Derivation>();
  const textOf = (drvPath: StorePath): string | undefined =>
    texts[drvPath] ?? (drvPath.endsWith(".drv") ? readTextIfAny(drvPath) : undefined);
  const at = (drvPath: StorePath): Derivation => {
    const known = parsed.get(drvPath);
    if (known !== undefined) return known;
    const text = textOf(drvPath);
    if (text === undefined) throw noDerivation(drvPath);
    const derivation = parseDerivation(nameOf(drvPath).replace(/\.drv$/, ""), text);
    parsed.set(drvPath, derivation);
    return derivation;
  };
  const closure = (start: readonly StorePath[]): readonly StorePath[] => inOrder(start, at);
  let makers: Map<StorePath, StorePath> | undefined;
  return {
    at,
    closure,
    textOf,
    makerOf: (output) => {
      makers ??= new Map(
        closure(Object.keys(texts) as StorePath[]).flatMap((drvPath) =>
          Object.values(at(drvPath).outputs).map(({ path }) => [path, drvPath] as const),
        ),
      );
      return makers.get(output);
    },
  };
};

export const outputPaths = ({ outputs }: Derivation): readonly StorePath[] =>
  Object.values(outputs).map(({ path }) => path);

/** A stack of its own, since chains of derivations can be longer than the program's. */
const inOrder = (
  start: readonly StorePath[],
  at: (drvPath: StorePath) => Derivation,
): readonly StorePath[] => {
  const done = new Set<StorePath>();
  const open = new Set<StorePath>();
  const stack = start.toReversed();
  while (stack.length > 0) {
    const next = stack.at(-1)!;
    if (done.has(next) || open.has(next)) {
      stack.pop();
      done.add(next);
      continue;
    }
    open.add(next);
    for (const input of Object.keys(at(next).inputDerivations) as StorePath[])
      if (!done.has(input) && !open.has(input)) stack.push(input);
  }
  return [...done];
};

const noDerivation = (drvPath: StorePath | AbsolutePath): LaresError =>
  new LaresError({
    code: "no-derivation",
    message: `there is no derivation ${drvPath}`,
    hint: "it may have been collected: evaluate the configuration again",
  });
