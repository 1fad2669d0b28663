/** The answer for a `switch` with nothing to do. This file and what it imports is all that such a switch loads of here. */
import type { StorePath } from "../base/paths.ts";
import { currentGeneration } from "../profile/generations.ts";
import type { GenerationName } from "../profile/history.ts";
import { readManifest } from "../profile/read-manifest.ts";
import type { Places } from "../system/places.ts";
import { hasJournal } from "./journal-file.ts";
import { unfinishedSteps } from "./steps-record.ts";
import { isInPlace } from "./verify.ts";

/** The current generation, when it is `path`, everything is in its place, and nothing of the last switch is left to do. */
export const isUpToDate = (places: Places, path: StorePath): GenerationName | undefined => {
  if (hasJournal(places)) return undefined;
  const current = currentGeneration(places);
  if (current?.path !== path || unfinishedSteps(places).length > 0) return undefined;
  return isInPlace(places, readManifest(path)) ? { number: current.number, path } : undefined;
};
