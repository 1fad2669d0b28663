import { type ExitCode, exitCode } from "../../base/errors.ts";
import {
  currentGeneration,
  generationNumbered,
  type ListedGeneration,
  listGenerations,
  previousGeneration,
} from "../../profile/generations.ts";
import { readHistory } from "../../profile/history.ts";
import { madeBy, reasonOf } from "../../profile/made-by.ts";
import { findPlaces } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import { declareCommand, type InvocationOf, parseWholeNumber, reporting } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { invokedAs } from "../invoked-as.ts";
import { describeChanges } from "../render/changes.ts";
import { alignColumns } from "../render/layout.ts";
import { printable } from "../render/printable.ts";
import { ageForPeople, counted, dateForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "generations",
  usage: ["[list]", "diff [N [M]]", "remove N…"],
  description: [
    "Lists the generations of your home, the newest last; the current one is marked. diff shows what lies between two of " +
      "them (N and the current one, or the current one and the one before): files with what changed inside, programs with " +
      "their versions, variables. remove lets some go: what only they need leaves the disk with the next lares gc.",
  ],
  flags: reporting,
  positionals: [0, 1000],
  subcommands: {
    list: "list the generations",
    diff: "show what lies between two generations",
    remove: "let generations go",
  },
  completes: "generation",
  examples: [
    ["generations", "list them"],
    ["generations diff 3 4", "what came with generation 4"],
    ["generations remove 3 4", "let two of them go"],
    ["generations --json", "the same for a program"],
  ],
  json: "{ number: number; time: string; path: string; current: boolean; reason?: string; changes?: { added: number; changed: number; removed: number; backedUp: number } }[] | { from: number; to: number; files: { change: 'added' | 'changed' | 'removed'; path: string }[]; packages: { name: string; before?: PackageState; after?: PackageState }[]; variables: { name: string; before?: string; after?: string }[]; closureBytes: { before: number; after: number } }",
});

type Run = InvocationOf<typeof command>;

export const run = async (invocation: Run): Promise<ExitCode> => {
  const [part = "list", ...given] = invocation.positionals;
  if (part === "list" && given.length === 0) return list(invocation);
  if (part === "diff" && given.length <= 2) return await diff(invocation, given);
  if (part === "remove" && given.length > 0) return await remove(invocation, given);
  throw usageError(
    `lares generations does not understand ${[part, ...given].join(" ")}`,
    command.usage.map((form) => `usage: lares generations ${form}`),
  );
};

const list = ({ output }: Run): ExitCode => {
  const places = findPlaces();
  const generations = listGenerations(places);
  const made = madeBy(readHistory(places));
  if (output.asJson) output.json(generations.map((generation) => asJson(generation, made)));
  else if (generations.length === 0) output.say(`no generation yet: ${invokedAs()} switch makes the first`);
  else for (const line of rows(generations, made, output.colour.bold)) output.print(line);
  return exitCode.done;
};

const remove = async ({ output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const { deleteGenerations } = await import("../../activation/expire.ts");
  const numbers = given.map(generationNumber);
  const removed = await deleteGenerations(findPlaces(), { numbers }, commandLine());
  if (output.asJson) output.json(removed.map((generation) => asJson(generation, madeBy([]))));
  else output.say(`${counted(removed.length, "generation")} removed; lares gc frees their space`);
  return exitCode.done;
};

const diff = async ({ output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const { printComparison } = await import("../print-comparison.ts");
  const places = findPlaces();
  const [first, second] = given.map((word) => generationNumbered(places, generationNumber(word)));
  const current = currentGeneration(places);
  if (current === undefined) {
    output.say(`no generation yet: ${invokedAs()} switch makes the first`);
    return exitCode.done;
  }
  const from = first ?? previousGeneration(places);
  return await printComparison(places, from, second ?? current, output);
};

const generationNumber = (word: string): number => {
  const number = parseWholeNumber(word, 1);
  if (number === undefined)
    throw usageError(`"${word}" is no generation number`, [], "lares generations lists them");
  return number;
};

type MadeBy = ReturnType<typeof madeBy>;

const rows = (
  generations: readonly ListedGeneration[],
  made: MadeBy,
  bold: (text: string) => string,
): readonly string[] =>
  alignColumns(
    generations.map((generation) => {
      const { number, time, current } = generation;
      const entry = made(generation);
      return [
        current ? bold(`${number}`) : `${number}`,
        dateForPeople(new Date(time)),
        ageForPeople(new Date(time)),
        describeChanges(entry?.changes),
        [entry === undefined ? "" : printable(reasonOf(entry)), current ? bold("current") : ""]
          .filter((part) => part !== "")
          .join("  "),
      ];
    }),
    { right: [0] },
  );

const asJson = (generation: ListedGeneration, made: MadeBy) => {
  const { number, time, path, current } = generation;
  const entry = made(generation);
  return {
    number,
    time: new Date(time).toISOString(),
    path,
    current,
    ...(entry && { reason: reasonOf(entry), changes: entry.changes }),
  };
};
