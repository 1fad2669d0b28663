/** Values that derivations are described with, and the strings that they become in the builder's environment. */
import { LaresError } from "../base/errors.ts";
import { isPackage, type PackageReference } from "../base/package.ts";

/**
 * A number is written in decimal, `true` as `1`, `false` and `null` as an empty string, a package as its path in the
 * store, a list as its elements with spaces between them; what is undefined is left out.
 */
export type Attribute =
  | string
  | number
  | boolean
  | null
  | undefined
  | PackageReference
  | readonly Attribute[];

/** The attributes that are there, as strings. Throws `no-store-path`, `bad-attribute`. */
export const environmentOf = (
  attributes: Readonly<Record<string, Attribute>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, checked(name, attributeText(name, value))]),
  );

/** No process can be given anything else. */
const checked = (name: string, text: string): string => {
  if (/^[^=\0]+$/.test(name) && !text.includes("\0")) return text;
  throw new LaresError({
    code: "bad-attribute",
    message: `${JSON.stringify(name)} cannot be a variable of a builder`,
    hint: "names are not empty and without =, and neither they nor their values have NUL characters",
  });
};

export const attributeText = (name: string, value: Attribute): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "1" : "";
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((element: Attribute) => attributeText(name, element)).join(" ");
  if (isPackage(value)) return pathOfPackage(value);
  throw new LaresError({
    code: "bad-attribute",
    message: `${name} of a derivation cannot be ${JSON.stringify(value)}`,
    hint: "texts, numbers, booleans, null, packages and lists of them can; anything else as JSON.stringify(…)",
  });
};

/** Throws `no-store-path` for one of the system's own. */
export const pathOfPackage = ({ name, outPath }: PackageReference): string => {
  if (outPath !== undefined) return outPath;
  throw new LaresError({
    code: "no-store-path",
    message: `${name} has no path: it is the system's own program`,
    hint: "a build finds the system's programs on PATH: leave it out, or use a package that has a source",
  });
};
