/** What would be downloaded and built, for `lares plan`. */

import { nameOf } from "../../format/store-path.ts";
import type { PlannedRealisation } from "../../pipeline/realise-home.ts";
import { printable } from "./printable.ts";
import { counted, sizeForPeople } from "./quantities.ts";

/** A few by name, all of them with `all`. */
export const realisationLines = (
  planned: PlannedRealisation | undefined,
  all: boolean,
): readonly string[] => {
  if (planned === undefined) return [];
  const { builds, downloads } = planned;
  const made = builds.filter(({ isDownload }) => !isDownload);
  const sources = builds.filter(({ isDownload }) => isDownload);
  const bytes = downloads.reduce((sum, { downloadSize, narSize }) => sum + (downloadSize ?? narSize), 0);
  const size = bytes === 0 ? "" : ` (${sizeForPeople(bytes)})`;
  return [
    ...section(
      `would fetch ${counted(downloads.length, "path")} from caches${size}`,
      downloads.map(({ path }) => nameOf(path)),
      all,
    ),
    ...section(
      `would download ${counted(sources.length, "source")}`,
      sources.map(({ name }) => name),
      all,
    ),
    ...section(
      `would build ${counted(made.length, "derivation")}`,
      made.map(({ name }) => name),
      all,
    ),
  ];
};

const section = (title: string, names: readonly string[], all: boolean): readonly string[] => {
  if (names.length === 0) return [];
  const shown = all ? names : names.slice(0, fewNames);
  const more = names.length - shown.length;
  const list = shown.map((name) => `  ${printable(name)}`);
  return [`${title}:`, ...list, ...(more > 0 ? [`  and ${more} more (--verbose lists them)`] : [])];
};

const fewNames = 8;
