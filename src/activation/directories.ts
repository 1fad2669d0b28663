/**
 * `<state>/directories.json`: the directories in the home that Lares made, relative to it. Only these are ever removed
 * again, and only when they are empty.
 */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { readTextIfAny } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export interface DirectoryRecord {
  readonly text: string | null;
  readonly paths: ReadonlySet<string>;
}

export const directoriesFile = (places: Places): AbsolutePath => below(places.stateDir, "directories.json");

export const readDirectories = (places: Places): DirectoryRecord => {
  const text = readTextIfAny(directoriesFile(places)) ?? null;
  return { text, paths: new Set(text === null ? [] : parse(places, text)) };
};

export const formatDirectories = (paths: Iterable<string>): string | null => {
  const sorted = [...paths].sort();
  return sorted.length === 0 ? null : `${JSON.stringify(sorted, undefined, 0)}\n`;
};

const parse = (places: Places, text: string): readonly string[] => {
  try {
    const paths = JSON.parse(text) as unknown;
    if (Array.isArray(paths) && paths.every((path) => typeof path === "string")) return paths;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LaresError({
    code: "damaged-directories",
    message: "the record of the directories that lares made is damaged",
    details: [directoriesFile(places)],
    hint: "delete it: the directories it named then stay when they are empty, nothing else is lost",
  });
};
