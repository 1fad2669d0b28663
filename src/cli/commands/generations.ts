import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type ListedGeneration, listGenerations } from "../../profile/generations.ts";
import { type HistoryEntry, readHistory } from "../../profile/history.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting } from "../command.ts";
import { invokedAs } from "../invoked-as.ts";
import { describeChanges } from "../render/changes.ts";
import { alignColumns } from "../render/layout.ts";
import { ageForPeople, dateForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "generations",
  usage: [""],
  description: ["Lists the generations of your home, the newest last. The current one is marked."],
  flags: reporting,
  positionals: [0, 0],
  examples: [
    ["generations", "list them"],
    ["generations --json", "the same for a program"],
  ],
  json: "{ number: number; time: string; path: string; current: boolean; changes?: { added: number; changed: number; removed: number; backedUp: number } }[]",
});

export const run = ({ output }: InvocationOf<typeof command>): ExitCode => {
  const places = findPlaces();
  const generations = listGenerations(places);
  const made = madeBy(readHistory(places));
  if (output.asJson) output.json(generations.map((generation) => asJson(generation, made)));
  else if (generations.length === 0) output.say(`no generation yet: ${invokedAs()} switch makes the first`);
  else for (const line of rows(generations, made, output.colour.bold)) output.print(line);
  return exitCode.done;
};

/** The switch that each generation came with, by store path and number. */
const madeBy = (history: readonly HistoryEntry[]): ReadonlyMap<number, HistoryEntry> => {
  const made = new Map<number, HistoryEntry>();
  for (const entry of history)
    if (entry.to !== null && !made.has(entry.to.number)) made.set(entry.to.number, entry);
  return made;
};

const rows = (
  generations: readonly ListedGeneration[],
  made: ReadonlyMap<number, HistoryEntry>,
  bold: (text: string) => string,
): readonly string[] =>
  alignColumns(
    generations.map(({ number, time, current }) => [
      current ? bold(`${number}`) : `${number}`,
      dateForPeople(new Date(time)),
      ageForPeople(new Date(time)),
      [describeChanges(made.get(number)?.changes), current ? bold("current") : ""]
        .filter((part) => part !== "")
        .join("  "),
    ]),
    { right: [0] },
  );

const asJson = (
  { number, time, path, current }: ListedGeneration,
  made: ReadonlyMap<number, HistoryEntry>,
) => ({
  number,
  time: new Date(time).toISOString(),
  path,
  current,
  ...(made.has(number) && { changes: made.get(number)?.changes }),
});
