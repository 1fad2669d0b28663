/** Packages that mean the system's own program, and that the system does not have. */
import type { StorePath } from "../base/paths.ts";
import { readRecord } from "../build/generation-record.ts";
import { absentPrograms } from "../packages/system-programs.ts";
import type { Places } from "../system/places.ts";

/** Names of the programs, sorted; looked for on PATH, past the home's own profile. */
export const missingPrograms = (places: Places, generation: StorePath | string): readonly string[] => {
  const folders = (process.env.PATH ?? "").split(":");
  const beyond = folders.filter((folder) => folder !== `${places.anchor}/home-path/bin`).join(":");
  const packages = readRecord(generation as StorePath)?.packages ?? [];
  return [...new Set(absentPrograms(packages, beyond).map(({ program }) => program))].sort();
};
