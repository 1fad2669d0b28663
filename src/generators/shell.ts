/** Text for POSIX shells, bash and zsh. */
import { sortedEntries } from "./order.ts";

export type ShellValue = string | number | boolean | null;

/** One word that the shell takes literally: bare where that is safe, else in single quotes. */
export const quoteShell = (text: string): string =>
  /^[A-Za-z0-9,._+:@%/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

export const quoteShellWords = (words: readonly string[]): string => words.map(quoteShell).join(" ");

/**
 * In double quotes with nothing escaped: `$HOME`, `${X:-y}` and `$(command)` are for the shell to expand, and a
 * backslash or quote in the value is the writer's own.
 */
export const expandingQuote = (value: ShellValue): string => `"${value === null ? "" : String(value)}"`;

/** `export NAME="value"`, expanded by the shell. */
export const exportLine = (name: string, value: ShellValue): string =>
  `export ${name}=${expandingQuote(value)}`;

/** One `export` line each, sorted by name; a null variable is left out. No final newline. */
export const exportLines = (variables: Readonly<Record<string, ShellValue | undefined>>): string =>
  sortedEntries(variables)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => exportLine(name, value))
    .join("\n");

/**
 * `alias -- name='text'`, sorted by name; `flags` such as `-g` (zsh's global aliases) go before the `--`, which
 * lets a name begin with a dash or a dot. No final newline.
 */
export const aliasLines = (
  aliases: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): string =>
  sortedEntries(aliases)
    .map(([name, text]) => ["alias", ...flags, "--", `${quoteShell(name)}=${quoteShell(text)}`].join(" "))
    .join("\n");

/**
 * In double quotes for zsh: `$HOME` and `$(command)` are for the shell to expand, quotes and backticks are literal
 * ones, and what a backslash escapes already stays as it is.
 */
export const zshQuote = (text: string): string =>
  `"${text.replace(/\\[\s\S]|\\$|["`]/g, (found) => (found.length === 2 ? found : `\\${found}`))}"`;

/** A zsh parameter's value: lists in parentheses, text in expanding double quotes, truth as a bare word. */
export type ZshValue = string | number | boolean | readonly ZshValue[];

export const zshValue = (value: ZshValue): string => {
  if (Array.isArray(value)) return `(${value.map(zshValue).join(" ")})`;
  return typeof value === "boolean" ? String(value) : zshQuote(String(value));
};

/** `NAME=value` lines, sorted by name. No final newline. */
export const zshAssignments = (variables: Readonly<Record<string, ZshValue>>): string =>
  sortedEntries(variables)
    .map(([name, value]) => `${name}=${zshValue(value)}`)
    .join("\n");
