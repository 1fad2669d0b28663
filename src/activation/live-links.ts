/**
 * `<state>/live/links.json`: which links are live for now, leading to a working file past the generation. Written in the same
 * journal as the links are changed; what is not in there is nobody's, and left alone like any link Lares did not make.
 */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { readTextIfAny } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import type { Operation } from "./operation.ts";

export interface LiveLinks {
  readonly text: string | null;
  /** Paths below the home, and the working files that their links lead to. */
  readonly sources: ReadonlyMap<string, string>;
}

export const liveFile = (places: Places): AbsolutePath => below(places.stateDir, "live", "links.json");

export const readLive = (places: Places): LiveLinks => {
  const text = readTextIfAny(liveFile(places)) ?? null;
  return { text, sources: new Map(text === null ? [] : parse(places, text)) };
};

const parse = (places: Places, text: string): readonly [string, string][] => {
  try {
    const links = JSON.parse(text) as unknown;
    if (
      typeof links === "object" &&
      links !== null &&
      Object.values(links).every((to) => typeof to === "string")
    )
      return Object.entries(links as Record<string, string>);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LaresError({
    code: "damaged-live",
    message: "the record of the links that are live is damaged",
    details: [liveFile(places)],
    hint: "delete it: a link that it named is then treated as one that lares did not make",
  });
};

const formatLive = (sources: ReadonlyMap<string, string>): string | null =>
  sources.size === 0 ? null : `${JSON.stringify(Object.fromEntries([...sources].sort()), undefined, 1)}\n`;

/** Nothing where the record stays as it is. */
export const recordLive = (
  places: Places,
  before: LiveLinks,
  sources: ReadonlyMap<string, string>,
): readonly Operation[] => {
  const text = formatLive(sources);
  return text === before.text ? [] : [{ do: "write", path: liveFile(places), text, was: before.text }];
};
