/** Packages that mean the system's own program, and that the system does not have. */
import { programOf } from "../base/package.ts";
import type { StorePath } from "../base/paths.ts";
import { readRecord } from "../build/generation-record.ts";
import { accessible } from "../system/files.ts";
import type { Places } from "../system/places.ts";

/** Names of the programs, sorted; looked for on PATH, past the home's own profile. */
export const missingPrograms = (places: Places, generation: StorePath | string): readonly string[] => {
  const folders = (process.env.PATH ?? "")
    .split(":")
    .filter((folder) => folder.startsWith("/") && folder !== `${places.anchor}/home-path/bin`);
  const programs = (readRecord(generation as StorePath)?.packages ?? [])
    .filter(({ outPath }) => outPath === undefined)
    .map((reference) => programOf(reference));
  return [...new Set(programs)]
    .filter((program) => !folders.some((folder) => accessible(`${folder}/${program}`, "execute")))
    .sort();
};
