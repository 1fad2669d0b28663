/**
 * A list of any length of which a window is shown. Searching looks through texts that were made lower case once; a
 * longer query looks only through what the shorter one had found.
 */

export interface List<T> {
  readonly rows: readonly T[];
  /** What is searched, by row; lower case. */
  readonly keys: readonly string[];
  readonly query: string;
  /** Indices of the rows that have every word of the query, ascending. */
  readonly found: readonly number[];
  /** Position in `found`; 0 where nothing was found. */
  readonly cursor: number;
  /** Position in `found` of the first row shown. */
  readonly top: number;
}

export const emptyList: List<never> = { rows: [], keys: [], query: "", found: [], cursor: 0, top: 0 };

/** New rows in the place of old ones: the query stays, and the cursor stays on the row of the same name. */
export const withRows = <T>(
  before: List<T>,
  rows: readonly T[],
  keyOf: (row: T) => string,
  nameOf: (row: T) => string = keyOf,
): List<T> => {
  const keys = rows.map((row) => keyOf(row).toLowerCase());
  const found = search(keys, before.query, everyIndex(rows.length));
  const chosen = chosenRow(before);
  const name = chosen === undefined ? undefined : nameOf(chosen);
  const again = name === undefined ? -1 : found.findIndex((at) => nameOf(rows[at]!) === name);
  const cursor = again !== -1 ? again : within(before.cursor, found.length);
  return { ...before, rows, keys, found, cursor, top: Math.min(before.top, cursor) };
};

export const searched = <T>(list: List<T>, query: string): List<T> => {
  const narrows = query.startsWith(list.query);
  const found = search(list.keys, query, narrows ? list.found : everyIndex(list.rows.length));
  return { ...list, query, found, cursor: 0, top: 0 };
};

const search = (keys: readonly string[], query: string, among: readonly number[]): readonly number[] => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.length === 0 ? among : among.filter((at) => words.every((word) => keys[at]!.includes(word)));
};

/** Moves the cursor, and the window of `height` rows with it. */
export const moved = <T>(list: List<T>, to: number, height: number): List<T> => {
  const cursor = within(to, list.found.length);
  return { ...list, cursor, top: windowTop({ ...list, cursor }, height) };
};

/** The first row shown in a window of so many rows, with the cursor in it and no room left empty. */
export const windowTop = ({ top, cursor, found }: List<unknown>, height: number): number => {
  const seen = Math.max(Math.min(top, cursor), cursor - height + 1);
  return Math.max(0, Math.min(seen, found.length - height));
};

export const shownRows = <T>(list: List<T>, height: number): readonly T[] => {
  const start = windowTop(list, height);
  return list.found.slice(start, start + height).map((at) => list.rows[at]!);
};

export const chosenRow = <T>({ rows, found, cursor }: List<T>): T | undefined => {
  const at = found[cursor];
  return at === undefined ? undefined : rows[at];
};

const within = (position: number, count: number): number => Math.max(0, Math.min(position, count - 1));

const everyIndex = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
