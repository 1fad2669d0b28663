/**
 * A list of any length of which a window is shown. Searching looks through texts that were made lower case once; a
 * longer query looks only through what the shorter one had found.
 */

export interface List<T> {
  readonly rows: readonly T[];
  /** What is searched, by row; lower case. */
  readonly keys: readonly string[];
  /** What of it counts most, by row: a name. */
  readonly titles: readonly string[];
  readonly query: string;
  /** Indices of the rows that have every word of the query, ascending. */
  readonly matching: readonly number[];
  /** The same in the order in which they are shown: those first whose title has the words one after the other, then those whose title has them. */
  readonly found: readonly number[];
  /** Position in `found`; 0 where nothing was found. */
  readonly cursor: number;
  /** Position in `found` of the first row shown. */
  readonly top: number;
}

export const emptyList: List<never> = {
  rows: [],
  keys: [],
  titles: [],
  query: "",
  matching: [],
  found: [],
  cursor: 0,
  top: 0,
};

/** How rows are searched and told apart. */
export interface Naming<T> {
  readonly key: (row: T) => string;
  /** Part of the key; the whole of it where absent. */
  readonly title?: (row: T) => string;
  /** Which row it is, whatever its place. */
  readonly name: (row: T) => string;
}

/** New rows in the place of old ones: the query stays, and the cursor stays on the row of the same name. */
export const withRows = <T>(before: List<T>, rows: readonly T[], naming: Naming<T>): List<T> => {
  const keys = rows.map((row) => naming.key(row).toLowerCase());
  const titles = naming.title === undefined ? keys : rows.map((row) => naming.title!(row).toLowerCase());
  const list = matched({ ...before, rows, keys, titles }, before.query, everyIndex(rows.length));
  const chosen = chosenRow(before);
  const name = chosen === undefined ? undefined : naming.name(chosen);
  const again = name === undefined ? -1 : list.found.findIndex((at) => naming.name(rows[at]!) === name);
  const cursor = again !== -1 ? again : within(before.cursor, list.found.length);
  return { ...list, cursor, top: Math.min(before.top, cursor) };
};

export const searched = <T>(list: List<T>, query: string): List<T> => {
  const narrows = query.startsWith(list.query);
  const among = narrows ? list.matching : everyIndex(list.rows.length);
  return { ...matched(list, query, among), cursor: 0, top: 0 };
};

const matched = <T>(list: List<T>, query: string, among: readonly number[]): List<T> => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return { ...list, query, matching: among, found: among };
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  const matching = among.filter((at) => has(list.keys[at]!));
  if (list.titles === list.keys) return { ...list, query, matching, found: matching };
  const together = words.join(".");
  const [best, named, others]: [number[], number[], number[]] = [[], [], []];
  for (const at of matching) {
    const title = list.titles[at]!;
    (title.includes(together) ? best : has(title) ? named : others).push(at);
  }
  return { ...list, query, matching, found: [...best, ...named, ...others] };
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
