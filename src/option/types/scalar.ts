/** Types whose definitions must all agree: numbers, strings, enums, paths. */
import { resolve } from "node:path";
import { type Float, isFloat } from "../../base/float.ts";
import { isPackage, isStandIn, type PackageReference, packageNamed } from "../../base/package.ts";
import type { Definition, Scope } from "../definition.ts";
import { OptionError } from "../option-error.ts";
import type { Type } from "../type.ts";
import { sameValue } from "./same-value.ts";

/** The one value that all definitions agree on. */
export const mergeEqual = <T>({ path }: Scope, definitions: readonly Definition[]): T => {
  const [first, ...others] = definitions;
  if (others.some(({ value }) => !sameValue(value, first!.value)))
    throw OptionError.disagreement(path, definitions);
  return first!.value as T;
};

/** The only definition's value. */
export const mergeOne = <T>({ path }: Scope, definitions: readonly Definition[]): T => {
  if (definitions.length > 1) throw OptionError.disagreement(path, definitions);
  return definitions[0]!.value as T;
};

const scalar = <T>(name: string, description: string, check: (value: unknown) => boolean): Type<T> => ({
  name,
  description,
  check,
  merge: mergeEqual,
});

/** Readers get plain numbers, also where a definition is a `float(1)`. */
const numeric = (
  name: string,
  description: string,
  accepts: (value: number) => boolean,
): Type<number, number | Float> => {
  const number = (value: unknown) => (isFloat(value) ? value.value : value);
  return {
    name,
    description,
    check: (value) => typeof number(value) === "number" && accepts(number(value) as number),
    merge: (scope, definitions) =>
      mergeEqual(
        scope,
        definitions.map((definition) => ({ ...definition, value: number(definition.value) })),
      ),
  };
};

const isText = (value: unknown): value is string => typeof value === "string";

export const bool = scalar<boolean>("bool", "boolean", (value) => typeof value === "boolean");
export const int = scalar<number>("int", "integer", Number.isSafeInteger);
export const float = numeric("float", "number", () => true);
export const str = scalar<string>("str", "string", isText);
export const singleLineStr = scalar<string>(
  "singleLineStr",
  "string of one line",
  (value) => isText(value) && !/\r|\n(?!$)/.test(value),
);
export const nonEmptyStr = scalar<string>(
  "nonEmptyStr",
  "string that is not blank",
  (value) => isText(value) && value.trim() !== "",
);

export const intBetween = (low: number, high: number): Type<number> =>
  scalar("intBetween", `integer from ${low} to ${high}`, (value) => isIntegerIn(value, low, high));
export const unsigned = scalar<number>("unsigned", "integer of 0 or more", (value) =>
  isIntegerIn(value, 0, Number.MAX_SAFE_INTEGER),
);
export const positive = scalar<number>("positive", "integer above 0", (value) =>
  isIntegerIn(value, 1, Number.MAX_SAFE_INTEGER),
);
export const port = scalar<number>("port", "port number", (value) => isIntegerIn(value, 0, 65_535));
export const number = float;
/** A number as it was written: a `float(1)` stays one, for files that tell 1.0 from 1. */
export const numeral = scalar<number | Float>(
  "numeral",
  "number",
  (value) => typeof value === "number" || isFloat(value),
);
export const numberBetween = (low: number, high: number): Type<number, number | Float> =>
  numeric("numberBetween", `number from ${low} to ${high}`, (value) => value >= low && value <= high);

export const strMatching = (pattern: RegExp): Type<string> =>
  scalar(
    "strMatching",
    `string that matches ${pattern.source}`,
    (value) => isText(value) && pattern.test(value),
  );

const enumOf = <const V extends readonly (string | number | boolean | null)[]>(
  ...values: V
): Type<V[number]> => ({
  ...scalar<V[number]>("enum", `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`, (value) =>
    values.includes(value as V[number]),
  ),
  values,
});

export { enumOf as enum };

/**
 * A path, absolute once merged: a relative one is taken from the folder of the file that defines it, `~/` from the
 * home directory.
 */
export const path: Type<string> = {
  name: "path",
  description: "path",
  check: (value) => isText(value) && value !== "" && !value.includes("\0"),
  merge: (scope, definitions) =>
    mergeEqual<string>(
      scope,
      definitions.map((definition) => ({ ...definition, value: absolute(definition, scope) })),
    ),
};

/** A package: a reference by name (`"ripgrep"`, `"npm:prettier@3"`), or what `packageNamed` and the sources make. */
const packageType: Type<PackageReference, string | PackageReference> = {
  name: "package",
  description: "package",
  adopt: ({ session }, value) => session.resolvePackage(value),
  check: (value) => (isText(value) && value !== "") || isPackage(value),
  merge: (scope, definitions) =>
    mergeEqual(
      scope,
      definitions.map((definition) => ({
        ...definition,
        value: scope.session.resolvePackage(
          isText(definition.value) ? packageNamed(definition.value) : (definition.value as PackageReference),
        ),
      })),
    ),
};

export { packageType as package };

/** Exactly one definition may be left. */
export const uniq = <T, D>(type: Type<T, D>): Type<T, D> => ({
  ...type,
  merge: (scope, definitions) => {
    if (definitions.length > 1) throw OptionError.disagreement(scope.path, definitions);
    return type.merge(scope, definitions);
  },
});

/** Any value at all, taken as it is; one definition. */
export const raw: Type<unknown> = {
  name: "raw",
  description: "any value",
  check: () => true,
  merge: mergeOne,
};

/** A function whose results are checked as `type`'s. Being functions, its definitions cannot be lazy. */
export const functionTo = <T, D>(
  type: Type<T, D>,
): Type<(...args: never[]) => T, (...args: never[]) => D> => ({
  name: "functionTo",
  description: `function to ${type.description}`,
  callable: true,
  inner: [type as Type<unknown, unknown>],
  check: (value) => typeof value === "function",
  merge: (scope, definitions) => {
    const work = mergeOne<(...args: never[]) => D>(scope, definitions);
    return (...args) => {
      const value = work(...args);
      if (!type.check(value))
        throw OptionError.wrongType(scope.path, `function to ${type.description}`, definitions);
      return type.merge(scope, [{ ...definitions[0]!, value }]);
    };
  },
});

const isIntegerIn = (value: unknown, low: number, high: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;

const absolute = ({ value, source }: Definition, { context }: Scope): string => {
  const text = value as string;
  if (text === "~" || text.startsWith("~/")) return context.host.home + text.slice(1);
  return text.startsWith("/") || isStandIn(text) ? text : resolve(source.file, "..", text);
};
