/**
 * How two generations differ, found without parsing what is equal: manifests are canonical, one entry a line, sorted. For
 * 10,000 entries that differ in one this takes a tenth of reading both.
 */
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import { readTextIfAny } from "../system/files.ts";
import { compareNames } from "../system/names.ts";
import type { ManifestEntry } from "./manifest.ts";
import { parseManifest, readManifest } from "./read-manifest.ts";

export interface EntryPair {
  readonly old?: ManifestEntry;
  readonly new?: ManifestEntry;
}

/** The entries that are not the same in both, by path; `old` or `new` is absent where only the other has it. */
export const diffManifests = (
  from: StorePath | AbsolutePath,
  to: StorePath | AbsolutePath,
): readonly EntryPair[] => {
  const [oldLines, newLines] = [linesOf(from), linesOf(to)];
  const pairs: EntryPair[] = [];
  let [o, n] = [0, 0];
  while (o < oldLines.length || n < newLines.length) {
    if (oldLines[o] === newLines[n]) {
      o += 1;
      n += 1;
      continue;
    }
    const [before, after] = [parseLine(oldLines[o]), parseLine(newLines[n])];
    const order = before === undefined ? 1 : after === undefined ? -1 : compareNames(before.path, after.path);
    pairs.push({ ...(order <= 0 && { old: before! }), ...(order >= 0 && { new: after! }) });
    if (order <= 0) o += 1;
    if (order >= 0) n += 1;
  }
  return pairs;
};

const head = '{"version":1,"entries":[\n';
const tail = "\n]}\n";

/** The lines of the entries, without commas; of a manifest that is not in canonical form, made anew. */
const linesOf = (generation: StorePath | AbsolutePath): readonly string[] => {
  const text = readTextIfAny(below(generation, "manifest.json"));
  if (text?.startsWith(head) && text.endsWith(tail)) {
    const entries = text.slice(head.length, -tail.length);
    return entries === "" ? [] : entries.split(",\n");
  }
  return readManifest(generation).entries.map((entry) => JSON.stringify(entry));
};

/** A damaged line is what `readManifest` is there to explain: it is parsed in the frame of a whole manifest. */
const parseLine = (line: string | undefined): ManifestEntry | undefined =>
  line === undefined ? undefined : parseManifest(`${head}${line}${tail}`, "manifest.json").entries[0];
