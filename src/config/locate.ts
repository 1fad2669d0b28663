/**
 * Where in a configuration's file an option is defined: plain literals carry no place, so their file is parsed when
 * someone asks (an error, `lares option`), never on the way to a switch.
 */
import { extname } from "node:path";
import type { Place } from "../base/errors.ts";
import { readTextIfAny } from "../system/files.ts";
import { isPackageJson, placeAt } from "./data-file.ts";

/** An offset into the text, and how many names of the path lead to it. */
export interface Location {
  readonly offset: number;
  readonly depth: number;
}

/**
 * The place of the key that defines the longest beginning of `path` (numbers as text for list items); undefined
 * where not even its first name is found.
 */
export const locateDefinition = async (file: string, path: readonly string[]): Promise<Place | undefined> => {
  const text = readTextIfAny(file);
  if (text === undefined) return undefined;
  const location = await locateIn(file, text, path);
  return location === undefined || location.depth === 0 ? undefined : placeAt(file, text, location.offset);
};

const locateIn = async (
  file: string,
  text: string,
  path: readonly string[],
): Promise<Location | undefined> => {
  const extension = extname(file);
  if (extension === ".toml") return (await import("./locate-in-toml.ts")).locateInToml(text, path);
  if (extension === ".json") return locateInJson(file, text, path);
  if (/^\.[cm]?[jt]sx?$/.test(extension))
    return (await import("./locate-in-code.ts")).locateInCode(file, text, path);
  return (await import("./locate-in-yaml.ts")).locateInYaml(text, path);
};

/** JSON is an expression of JavaScript. */
const locateInJson = async (
  file: string,
  text: string,
  path: readonly string[],
): Promise<Location | undefined> => {
  const { locateInExpression } = await import("./locate-in-code.ts");
  const inside = isPackageJson(file) ? ["lares", ...path] : path;
  const found = locateInExpression(text, inside);
  return found && isPackageJson(file) ? { ...found, depth: found.depth - 1 } : found;
};
