/** The words of a command line against what the command declares. */
import { parseArgs } from "node:util";
import { exitCode, LaresError } from "../base/errors.ts";
import { nearestName } from "../option/nearest.ts";
import {
  type CommandDeclaration,
  everyCommand,
  type Flag,
  type Flags,
  type Invocation,
  kebabCase,
} from "./command.ts";

export type Arguments = Omit<Invocation<Flags>, "output">;

/** Splits what follows the command's name; throws a usage error for what the command does not take. */
export const parseArguments = (command: CommandDeclaration, words: readonly string[]): Arguments => {
  const flags = new Map(
    Object.entries({ ...command.flags, ...everyCommand }).map(([key, flag]) => [
      kebabCase(key),
      { key, flag },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries([...flags].map(([name, { flag }]) => [name, parserOption(flag)])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const { flag, key } of flags.values()) values[key] = flag.kind === "switch" ? false : undefined;
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const known = flags.get(token.name);
    if (known === undefined) throw unknownFlag(command, token.rawName, [...flags.keys()]);
    values[known.key] = readValue(known.flag, token.rawName, token.value);
  }
  if (values.help !== true) checkCount(command, positionals);
  return { flags: values as Arguments["flags"], positionals };
};

const parserOption = (flag: Flag) => ({
  type: flag.kind === "switch" ? ("boolean" as const) : ("string" as const),
  ...(flag.short === undefined ? {} : { short: flag.short }),
});

const readValue = (flag: Flag, name: string, given: string | undefined): unknown => {
  if (flag.kind === "switch") {
    if (given === undefined) return true;
    throw usageError(`${name} takes no value`, [`it was given "${given}"`]);
  }
  if (given === undefined || given === "")
    throw usageError(`${name} needs a value: ${name} ${flag.placeholder}`);
  const parsed = flag.parse(given);
  if (parsed === undefined) throw usageError(`"${given}" will not do for ${name}`, [`it takes ${flag.form}`]);
  return parsed;
};

const unknownFlag = (command: CommandDeclaration, given: string, names: readonly string[]): LaresError => {
  const close = nearestName(given.replace(/^-+/, ""), names);
  return usageError(
    `lares ${command.name} has no flag ${given}`,
    [],
    close === undefined ? `see lares help ${command.name}` : `did you mean --${close}?`,
  );
};

const checkCount = (command: CommandDeclaration, positionals: readonly string[]): void => {
  const [least, most] = command.positionals;
  if (positionals.length > most)
    throw usageError(
      most === 0
        ? `lares ${command.name} takes no arguments`
        : `too many arguments for lares ${command.name}`,
      [`not understood: ${positionals.slice(most).join(" ")}`],
      `see lares help ${command.name}`,
    );
  if (positionals.length < least)
    throw usageError(
      `lares ${command.name} needs more than that`,
      command.usage.map((form) => `usage: lares ${command.name} ${form}`.trimEnd()),
      `see lares help ${command.name}`,
    );
};

export const usageError = (message: string, details: readonly string[] = [], hint?: string): LaresError =>
  new LaresError({
    code: "usage",
    message,
    details,
    exitCode: exitCode.usage,
    ...(hint === undefined ? {} : { hint }),
  });
