/** The words of a command line against what the command declares. */
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
  const flags: Flags = { ...command.flags, ...everyCommand };
  const values: Record<string, unknown> = {};
  for (const [key, { kind }] of Object.entries(flags)) values[key] = kind === "switch" ? false : undefined;
  const rest = [...words];
  const positionals: string[] = [];
  const behind: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") (command.passesOn === true ? behind : positionals).push(...rest.splice(0));
    else if (word === "-" || !word.startsWith("-")) positionals.push(word);
    else {
      const { name, given } = splitFlag(word, rest);
      const [key, flag] =
        findFlag(flags, name) ?? unknownFlag(command, name, Object.keys(flags).map(kebabCase));
      values[key] = readValue(flag, name, flag.kind === "value" ? (given ?? rest.shift()) : given);
    }
  }
  if (values.help !== true) checkCount(command, positionals);
  const passed = command.passesOn === true ? { passed: behind } : {};
  return { flags: values as Arguments["flags"], positionals, ...passed };
};

/** `--flag=value` in its two parts; of `-abc` the first letter, the others put back. */
const splitFlag = (word: string, rest: string[]): { readonly name: string; readonly given?: string } => {
  if (!word.startsWith("--")) {
    if (word.length > 2) rest.unshift(`-${word.slice(2)}`);
    return { name: word.slice(0, 2) };
  }
  const equals = word.indexOf("=");
  return equals === -1 ? { name: word } : { name: word.slice(0, equals), given: word.slice(equals + 1) };
};

const findFlag = (flags: Flags, name: string): readonly [key: string, flag: Flag] | undefined =>
  Object.entries(flags).find(([key, { short }]) => name === `--${kebabCase(key)}` || name === `-${short}`);

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

const unknownFlag = (command: CommandDeclaration, given: string, names: readonly string[]): never => {
  const close = nearestName(given.replace(/^-+/, ""), names);
  throw usageError(
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

/** What a command's first word asks for, of the parts that it has. */
export const partNamed = <T>(
  command: string,
  parts: Readonly<Record<string, T>>,
  name: string | undefined,
): T => {
  const part = name !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part !== undefined) return part;
  throw usageError(
    `lares ${command} has no ${name}`,
    [`it has ${Object.keys(parts).join(", ")}`],
    `see lares help ${command}`,
  );
};
