/**
 * `home.packages` in a person's configuration, edited as they would have done it: names in the list that is there, all else
 * as it was.
 */
import { extname } from "node:path";
import { LaresError } from "../base/errors.ts";
import { isPackageJson } from "./data-file.ts";
import type { ListStyle, TextList } from "./text-list.ts";
import { withItems, withoutItem } from "./text-list.ts";

/** The list of one file, with what edits of it give. */
export interface PackageList {
  /** Undefined for items that are no plain strings. */
  readonly items: readonly (string | undefined)[];
  /** The text with these names as the last ones. */
  readonly with: (names: readonly string[]) => string | undefined;
  /** The text without the item at this place. */
  readonly without: (at: number) => string | undefined;
}

/** Undefined where `home.packages`, or what holds it, is something else than a literal. */
export const packageListIn = async (file: string, text: string): Promise<PackageList | undefined> => {
  const extension = extname(file);
  if (/^\.[cm]?[jt]sx?$/.test(extension))
    return (await import("./packages-in-code.ts")).packagesInCode(file, text);
  if (extension === ".json")
    return (await import("./packages-in-code.ts")).packagesInJson(text, isPackageJson(file) ? ["lares"] : []);
  if (extension === ".toml") return (await import("./packages-in-toml.ts")).packagesInToml(text);
  return (await import("./packages-in-yaml.ts")).packagesInYaml(text);
};

/** Throws `cannot-edit-packages` where the text has no list that can be added to. */
export const addPackageNames = async (
  file: string,
  text: string,
  names: readonly string[],
): Promise<string> => {
  const edited = (await packageListIn(file, text))?.with(names);
  if (edited !== undefined) return edited;
  throw cannotEdit(
    file,
    `add ${names.map((name) => JSON.stringify(name)).join(", ")} to home.packages there`,
  );
};

export const cannotEdit = (file: string, byHand: string): LaresError =>
  new LaresError({
    code: "cannot-edit-packages",
    message: "home.packages is not written out as a plain list, so it cannot be changed by itself",
    details: ["nothing was changed"],
    place: { file },
    hint: `do it by hand: ${byHand}`,
  });

/** What a list with brackets gives. */
export const bracketedList = (text: string, list: TextList, style: ListStyle): PackageList => ({
  items: list.items.map(({ value }) => value),
  with: (names) => withItems(text, list, names, style),
  without: (at) => withoutItem(text, list, at, style),
});
