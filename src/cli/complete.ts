/**
 * What may stand at the end of a command line: the answer behind the scripts of `lares completion`. A line is a word, a tab
 * and what it means; a line `:file` or `:directory` leaves it to the shell's own completion of paths.
 */
import { LaresError } from "../base/errors.ts";
import {
  type CommandDeclaration,
  type Completion,
  everyCommand,
  type Flag,
  type Flags,
  kebabCase,
} from "./command.ts";
import { aliases, commands, evaluatingFlags } from "./commands/table.ts";

export type Shell = "bash" | "zsh" | "fish";
export interface Candidate {
  readonly word: string;
  readonly meaning?: string;
}
type Answer = readonly Candidate[] | ":file" | ":directory";

/** The lines for `words`, all after `lares`; the last is the one being typed. */
export const completionLines = async (shell: Shell, words: readonly string[]): Promise<readonly string[]> => {
  const line = joinEquals(words);
  const answer = await exceptLaresError([], () => candidatesFor(line.slice(0, -1), line.at(-1) ?? ""));
  if (typeof answer === "string") return [answer];
  const current = line.at(-1) ?? "";
  const skipped = shell === "bash" && current.startsWith("--") ? current.indexOf("=") + 1 : 0;
  return answer
    .filter(({ word }) => word.startsWith(current))
    .map(({ word, meaning }) =>
      meaning === undefined ? word.slice(skipped) : `${word.slice(skipped)}\t${meaning}`,
    );
};

/** Bash makes three words of `--os=linux`. */
const joinEquals = (words: readonly string[]): string[] => {
  const joined: string[] = [];
  words.forEach((word, at) => {
    const follows = word === "=" || words[at - 1] === "=";
    if (at > 0 && follows && joined.at(-1)?.startsWith("--")) joined.push(joined.pop() + word);
    else joined.push(word);
  });
  return joined;
};

const candidatesFor = async (before: readonly string[], current: string): Promise<Answer> => {
  const at = before.findIndex(
    (word, index) => !word.startsWith("-") && !evaluatingFlags.includes(before[index - 1] ?? ""),
  );
  if (at === -1) return current.startsWith("-") ? flagCandidates(everyCommand, before) : commandCandidates();
  const name = before[at]!;
  const entry = commands[aliases[name] ?? name];
  if (entry === undefined) return [];
  const { command } = await entry.load();
  return argumentCandidates(command, before.toSpliced(at, 1), current);
};

const commandCandidates = (): readonly Candidate[] =>
  Object.entries(commands).map(([word, { summary }]) => ({ word, meaning: summary }));

const argumentCandidates = async (
  command: CommandDeclaration,
  before: readonly string[],
  current: string,
): Promise<Answer> => {
  const flags: Flags = { ...command.flags, ...everyCommand };
  const awaiting = flagNamed(flags, before.at(-1) ?? "");
  if (awaiting?.kind === "value") return valueCandidates(awaiting, "");
  const [name, value] = current.startsWith("--") ? current.split("=", 2) : [];
  if (name !== undefined && value !== undefined) return valuesAfterEquals(flags, name);
  if (current.startsWith("-")) return flagCandidates(flags, before);
  if (command.passesOn === true && before.includes("--")) return ":file";
  const given = positionalsOf(flags, before);
  if (command.subcommands !== undefined && given.length === 0)
    return Object.entries(command.subcommands).map(([word, meaning]) => ({ word, meaning }));
  if (given.length >= command.positionals[1]) return [];
  return command.completes === undefined ? [] : await completionsOf(command.completes, current);
};

const valuesAfterEquals = async (flags: Flags, name: string): Promise<Answer> => {
  const flag = flagNamed(flags, name);
  return flag?.kind === "value" ? valueCandidates(flag, `${name}=`) : [];
};

const valueCandidates = async (flag: Extract<Flag, { kind: "value" }>, prefix: string): Promise<Answer> => {
  const answer =
    flag.choices?.map((word) => ({ word })) ??
    (flag.completes === undefined ? [] : await completionsOf(flag.completes, ""));
  return typeof answer === "string"
    ? answer
    : answer.map(({ word, ...rest }) => ({ word: prefix + word, ...rest }));
};

const flagCandidates = (flags: Flags, before: readonly string[]): readonly Candidate[] =>
  Object.entries(flags)
    .map(([key, { summary }]) => ({ word: `--${kebabCase(key)}`, meaning: summary }))
    .filter(({ word }) => !before.includes(word));

const flagNamed = (flags: Flags, word: string): Flag | undefined =>
  Object.entries(flags).find(
    ([key, { short }]) => word === `--${kebabCase(key)}` || (short !== undefined && word === `-${short}`),
  )?.[1];

const positionalsOf = (flags: Flags, words: readonly string[]): readonly string[] =>
  words.filter(
    (word, at) => !word.startsWith("-") && flagNamed(flags, words[at - 1] ?? "")?.kind !== "value",
  );

const completionsOf = async (what: Completion, current: string): Promise<Answer> => {
  switch (what) {
    case "file":
    case "directory":
      return `:${what}`;
    case "command":
      return commandCandidates();
    case "shell":
      return ["bash", "zsh", "fish"].map((word) => ({ word }));
    case "generation":
      return await generationCandidates();
    case "backup":
      return await backupCandidates();
    case "managed":
      return await managedCandidates();
    case "option":
      return await optionCandidates(current);
    case "package":
      return await packageCandidates();
    case "installed":
      return await installedCandidates();
  }
};

const generationCandidates = async (): Promise<readonly Candidate[]> => {
  const { listGenerations } = await import("../profile/generations.ts");
  const { findPlaces } = await import("../system/places.ts");
  const { dateForPeople } = await import("./render/quantities.ts");
  return listGenerations(findPlaces())
    .toReversed()
    .map(({ number, time, current }) => ({
      word: `${number}`,
      meaning: `${dateForPeople(new Date(time))}${current ? ", current" : ""}`,
    }));
};

const backupCandidates = async (): Promise<readonly Candidate[]> => {
  const { listBackups } = await import("../activation/backup-index.ts");
  const { findPlaces } = await import("../system/places.ts");
  const { shortPath } = await import("./render/paths.ts");
  return listBackups(findPlaces())
    .toReversed()
    .map(({ id, path }) => ({ word: id, meaning: shortPath(path) }));
};

/** What the current generation has: nothing is evaluated for a completion. */
const managedCandidates = async (): Promise<readonly Candidate[]> => {
  const { currentGeneration } = await import("../profile/generations.ts");
  const { readManifest } = await import("../profile/read-manifest.ts");
  const { findPlaces } = await import("../system/places.ts");
  const current = currentGeneration(findPlaces());
  return current === undefined ? [] : readManifest(current.path).entries.map(({ path }) => ({ word: path }));
};

const packageCandidates = async (): Promise<readonly Candidate[]> => {
  const { indexedNames } = await import("../packages/package-index.ts");
  return indexedNames().map((word) => ({ word }));
};

const installedCandidates = async (): Promise<readonly Candidate[]> => {
  const { currentGeneration } = await import("../profile/generations.ts");
  const { readRecord } = await import("../build/generation-record.ts");
  const { findPlaces } = await import("../system/places.ts");
  const generation = currentGeneration(findPlaces());
  const packages = generation === undefined ? [] : (readRecord(generation.path)?.packages ?? []);
  return packages.map(({ name, version }) => ({
    word: name,
    ...(version !== undefined && { meaning: version }),
  }));
};

/** One step of the path at a time, as with folders, so that only the module being named is loaded. */
const optionCandidates = async (current: string): Promise<readonly Candidate[]> => {
  const { optionNamesBelow } = await import("../pipeline/option-names.ts");
  const parent = current.includes(".") ? current.slice(0, current.lastIndexOf(".")) : "";
  return optionNamesBelow(parent).map(({ name, description, leads }) => ({
    word: `${parent === "" ? "" : `${parent}.`}${name}${leads ? "." : ""}`,
    ...(description !== undefined && { meaning: description.split("\n")[0]! }),
  }));
};

/** A damaged state is for `lares doctor` to tell about, not for a completion. */
const exceptLaresError = async <T>(otherwise: T, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LaresError) return otherwise;
    throw error;
  }
};
