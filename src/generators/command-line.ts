/** Options of a command as words: `--key=value`, `--flag`. */
import type { Scalar } from "./key-value.ts";
import { sortedEntries } from "./order.ts";

export type CommandLineOptions = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;

export interface CommandLineStyle {
  /** Between an option and its value; null makes two words of them. */
  readonly separator?: string | null;
  /** The option for a key; `-k` for a letter and `--key` otherwise. */
  readonly option?: (key: string) => string;
}

/** Sorted by key. True is the option alone; false, null and empty lists are nothing; a list repeats the option. */
export const commandLineWords = (
  options: CommandLineOptions,
  { separator = "=", option = gnuOption }: CommandLineStyle = {},
): readonly string[] =>
  sortedEntries(options).flatMap(([key, values]) =>
    [values].flat().flatMap((value) => {
      if (value === true) return [option(key)];
      if (value === false || value === null) return [];
      return separator === null
        ? [option(key), String(value)]
        : [`${option(key)}${separator}${String(value)}`];
    }),
  );

const gnuOption = (key: string): string => (key.length === 1 ? `-${key}` : `--${key}`);
