/** Two generations side by side. */
import { type ExitCode, exitCode } from "../base/errors.ts";
import {
  compareGenerations,
  fileInGeneration,
  type GenerationComparison,
} from "../pipeline/compare-generations.ts";
import { contentOnDisk } from "../pipeline/contents.ts";
import type { Generation } from "../profile/generations.ts";
import type { Places } from "../system/places.ts";
import type { Output } from "./output.ts";
import { changeMark, countChanges } from "./render/change-marks.ts";
import type { Palette } from "./render/colour.ts";
import { contentDiff } from "./render/content-diff.ts";
import { homePath } from "./render/paths.ts";
import { sizeForPeople } from "./render/quantities.ts";
import { renderRecordChanges, summariseRecordChanges } from "./render/records.ts";

export const printComparison = (
  places: Places,
  from: Generation,
  to: Generation,
  output: Output,
): ExitCode => {
  const comparison = compareGenerations(places, from.path, to.path);
  if (output.asJson) output.json(asJson(from, to, comparison));
  else for (const line of describe(from, to, comparison, output.colour)) output.print(line);
  return exitCode.done;
};

const asJson = (from: Generation, to: Generation, { files, ...rest }: GenerationComparison) => ({
  from: from.number,
  to: to.number,
  files: files.map(({ change, path }) => ({ change, path })),
  ...rest,
});

const describe = (
  from: Generation,
  to: Generation,
  comparison: GenerationComparison,
  colour: Palette,
): readonly string[] => {
  const { files } = comparison;
  const inside = files
    .filter(({ change }) => change === "changed")
    .flatMap(({ path }) =>
      contentDiff(
        contentOnDisk(fileInGeneration(from.path, path)),
        contentOnDisk(fileInGeneration(to.path, path)),
        homePath(path),
        colour,
      ),
    );
  return [
    ...files.map(({ change, path }) => `  ${changeMark(change, colour)}  ${homePath(path)}`),
    ...renderRecordChanges(comparison, colour),
    ...(inside.length > 0 ? ["", ...inside, ""] : []),
    summary(from, to, comparison),
  ];
};

const summary = (from: Generation, to: Generation, comparison: GenerationComparison): string => {
  const { files, closureBytes } = comparison;
  const parts = [
    countChanges(
      files.map(({ change }) => change),
      "file",
    ),
    summariseRecordChanges(comparison),
  ].filter((part) => part !== "");
  const [before, after] = [sizeForPeople(closureBytes.before), sizeForPeople(closureBytes.after)];
  const what = parts.length === 0 ? "no difference" : parts.join(", ");
  return `generation ${from.number} → ${to.number}: ${what}${before === after ? "" : `; with all that they need ${before} → ${after}`}`;
};
