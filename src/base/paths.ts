declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/**
 * An absolute, normalised path. Bytes that are not UTF-8 are kept as lone surrogates U+DC80 to U+DCFF
 * (as Python's surrogateescape does); src/system turns them back into bytes.
 */
export type AbsolutePath = Brand<"AbsolutePath">;

/** A path below $HOME, relative, normalised, never empty, never with `..`: `.config/git/config`. */
export type HomePath = Brand<"HomePath">;

/** `<store directory>/<32 base32 characters>-<name>`. */
export type StorePath = Brand<"StorePath">;

export const absolutePath = (path: string): AbsolutePath => path as AbsolutePath;

/** Joins path segments that are known to be clean; keeps the brand. */
export const below = (base: AbsolutePath | StorePath, ...parts: readonly string[]): AbsolutePath =>
  [base === "/" ? "" : base, ...parts].join("/") as AbsolutePath;

/** `path` relative to `folder`, where it is below it. */
export const within = (folder: string, path: string): string | undefined =>
  path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
