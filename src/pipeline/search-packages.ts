/** `lares search`: the index first, then what the package sources find for the same words. */

import { LaresError } from "../base/errors.ts";
import { indexedNameOf, indexedNames, indexTargets } from "../packages/package-index.ts";
import { baseOf, type Platform, platformHere } from "../packages/platforms.ts";
import type { FoundPackage } from "../packages/source.ts";
import { sources } from "../packages/sources.ts";
import type { Places } from "../system/places.ts";

export interface SearchRequest {
  readonly places: Places;
  /** Registries' settings may be there. */
  readonly folder: string;
  readonly words: readonly string[];
  readonly offline: boolean;
}

export interface SearchResult {
  readonly found: readonly SearchedPackage[];
  /** Why a source was not asked, or did not answer. */
  readonly notes: readonly string[];
}

export interface SearchedPackage extends Omit<FoundPackage, "reference"> {
  /** What goes into `home.packages`. */
  readonly name: string;
  /** What the name stands for here: `npm:@biomejs/biome`; null where the index has nothing for this system. */
  readonly source: string | null;
}

export const searchPackages = async (request: SearchRequest): Promise<SearchResult> => {
  const platform = platformHere();
  const indexed = inIndex(request.words, platform);
  if (request.offline) return { found: indexed, notes: ["only the index was looked through (--offline)"] };
  const notes: string[] = [];
  const found = await Promise.all(
    Object.values(sources).map(async (source) => {
      try {
        const options = { folder: request.folder, cacheDir: request.places.cacheDir, isNative: () => false };
        return await source.search(request.words.join(" "), options);
      } catch (error) {
        if (!(error instanceof LaresError)) throw error;
        notes.push(`${source.name} was not searched: ${error.message}`);
        return [];
      }
    }),
  );
  return { found: merged(indexed, found.flat()), notes };
};

/** Names that have every word in them, or lead to what has. */
const inIndex = (words: readonly string[], platform: Platform | undefined): readonly SearchedPackage[] =>
  indexedNames().flatMap((name) => {
    const targets = indexTargets(name) ?? {};
    const source = (platform === undefined ? undefined : targets[baseOf(platform) ?? platform]) ?? null;
    const text = `${name} ${source ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word.toLowerCase())) ? [{ name, source }] : [];
  });

/** What the index has comes first, with what a source says of it. */
const merged = (
  indexed: readonly SearchedPackage[],
  found: readonly FoundPackage[],
): readonly SearchedPackage[] => {
  const named = found.map(({ reference, ...rest }) => ({
    name: indexedNameOf(reference) ?? reference,
    source: reference,
    ...rest,
  }));
  const known = indexed.map((one) => ({ ...named.find(({ source }) => source === one.source), ...one }));
  const others = named.filter(({ name }) => !indexed.some((one) => one.name === name));
  return [...known, ...others];
};
