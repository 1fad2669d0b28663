/**
 * The entries of a record sorted by key (UTF-16 code units), without those that are undefined: equal values
 * give equal text, in whichever order they were written.
 */
export const sortedEntries = <V>(record: Readonly<Record<string, V>>): [string, Exclude<V, undefined>][] =>
  Object.entries(record)
    .filter((entry): entry is [string, Exclude<V, undefined>] => entry[1] !== undefined)
    .sort(([a], [b]) => compareText(a, b));

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
