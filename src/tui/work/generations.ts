/** The generations, what each is, and how two of them differ. */
import { changedPairs } from "../../activation/changes.ts";
import { readRecord } from "../../build/generation-record.ts";
import { paletteFor } from "../../cli/render/colour.ts";
import { contentDiff } from "../../cli/render/content-diff.ts";
import { fileInGeneration } from "../../pipeline/compare-generations.ts";
import { contentOnDisk } from "../../pipeline/contents.ts";
import { closuresOf } from "../../pipeline/store-figures.ts";
import { generationNumbered, listGenerations } from "../../profile/generations.ts";
import { readHistory } from "../../profile/history.ts";
import { madeBy, reasonOf } from "../../profile/made-by.ts";
import { diffManifests } from "../../profile/manifest-diff.ts";
import { readManifest } from "../../profile/read-manifest.ts";
import type { WorkContext } from "./context.ts";
import type { GenerationDetail, GenerationRow } from "./requests.ts";

/** The newest first. */
export const readGenerations = ({ places }: WorkContext): readonly GenerationRow[] => {
  const made = madeBy(readHistory(places));
  return listGenerations(places)
    .map((generation) => {
      const { number, time, current } = generation;
      const entry = made(generation);
      return { number, time, current, ...(entry && { changes: entry.changes, why: reasonOf(entry) }) };
    })
    .reverse();
};

export const readGeneration = ({ places }: WorkContext, number: number): GenerationDetail => {
  const { path } = generationNumbered(places, number);
  const before = listGenerations(places).findLast((other) => other.number < number);
  const parts = closuresOf(places, [path]).get(path) ?? [];
  return {
    files: readManifest(path).entries.length,
    packages: readRecord(path)?.packages.length ?? 0,
    closure: parts.reduce((sum, { size }) => sum + size, 0),
    changed:
      before === undefined
        ? []
        : changedPairs(diffManifests(before.path, path)).map(({ change, path: at }) => ({
            change,
            path: at,
          })),
    ...(before !== undefined && { before: before.number }),
  };
};

/** Packages that came and went, then the contents of every file that differs. */
export const compareGenerations = ({ places }: WorkContext, from: number, to: number): readonly string[] => {
  const [old, fresh] = [generationNumbered(places, from), generationNumbered(places, to)];
  const plain = paletteFor("output", true);
  const files = changedPairs(diffManifests(old.path, fresh.path)).flatMap(({ path }) =>
    contentDiff(
      contentOnDisk(fileInGeneration(old.path, path)),
      contentOnDisk(fileInGeneration(fresh.path, path)),
      path,
      plain,
    ),
  );
  return [...comparePackages(namesIn(old.path), namesIn(fresh.path)), ...files];
};

const namesIn = (path: Parameters<typeof readRecord>[0]): ReadonlySet<string> =>
  new Set(
    (readRecord(path)?.packages ?? []).map(
      ({ name, version }) => `${name}${version === undefined ? "" : ` ${version}`}`,
    ),
  );

const comparePackages = (old: ReadonlySet<string>, fresh: ReadonlySet<string>): readonly string[] => {
  const lines = [
    ...[...old].filter((name) => !fresh.has(name)).map((name) => `-${name}`),
    ...[...fresh].filter((name) => !old.has(name)).map((name) => `+${name}`),
  ];
  return lines.length === 0 ? [] : ["@@ packages @@", ...lines.sort(), ""];
};
