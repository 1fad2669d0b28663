/** Packages that mean the system's own program, and that the system does not have. */
import type { StorePath } from "../base/paths.ts";
import { readRecord } from "../build/generation-record.ts";
import { absentPrograms } from "../packages/system-programs.ts";
import type { Places } from "../system/places.ts";

/** Names of the programs, sorted; looked for on PATH, past the home's own profile. */
export const missingPrograms = (places: Places, generation: StorePath | string): readonly string[] => {
  const packages = readRecord(generation as StorePath)?.packages ?? [];
  return [
    ...new Set(absentPrograms(packages, pathBeyondProfile(places)).map(({ program }) => program)),
  ].sort();
};

/** PATH, past the home's own profile. */
export const pathBeyondProfile = ({ anchor }: Places): string =>
  (process.env.PATH ?? "")
    .split(":")
    .filter((folder) => folder !== `${anchor}/home-path/bin`)
    .join(":");
