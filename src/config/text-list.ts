/** A list of strings as it stands in a text, and edits of it that leave everything else alone. */

/** Offsets into the text. */
export interface TextList {
  /** Of the opening bracket. */
  readonly start: number;
  /** Behind the closing bracket. */
  readonly end: number;
  readonly items: readonly TextItem[];
}

export interface TextItem {
  readonly start: number;
  readonly end: number;
  /** Undefined where the item is something else than a plain string. */
  readonly value: string | undefined;
}

export interface ListStyle {
  /** What a line's comment begins with. */
  readonly comment: "//" | "#" | undefined;
  /** Whether a comma may follow the last item. */
  readonly trailingComma: boolean;
}

/** As the last items: each on a line of its own where the list goes over several, else behind the last. */
export const withItems = (
  text: string,
  list: TextList,
  values: readonly string[],
  style: ListStyle,
): string => {
  const quote = quoteIn(text, list);
  const written = values.map((value) => quoted(value, quote));
  const last = list.items.at(-1);
  const inside = text.slice(list.start + 1, list.end - 1);
  if (last === undefined && inside.trim() === "")
    return splice(text, list.start, list.end, `[${written.join(", ")}]`);
  if (last === undefined || !inside.includes("\n")) {
    const at = last?.end ?? list.end - 1;
    return splice(text, at, at, `${last === undefined ? " " : ", "}${written.join(", ")}`);
  }
  const indent = indentAt(text, last.start);
  const { comma, end } = afterItem(text, last.end, list.end, style);
  const ending = comma && style.trailingComma ? "," : "";
  const lines = written.join(`,\n${indent}`);
  const added = splice(text, end, end, `\n${indent}${lines}${ending}`);
  return comma ? added : splice(added, last.end, last.end, ",");
};

/** Takes an item out: its whole line, with the comment behind it, where it stands alone on one. */
export const withoutItem = (text: string, list: TextList, at: number, style: ListStyle): string => {
  const item = list.items[at]!;
  const lineStart = text.lastIndexOf("\n", item.start - 1) + 1;
  const { comma, end } = afterItem(text, item.end, list.end, style);
  const isAlone = text.slice(lineStart, item.start).trim() === "" && /^[ \t]*(\r?\n|$)/.test(text.slice(end));
  const isLast = at === list.items.length - 1;
  const cut = isAlone
    ? splice(text, lineStart, text.indexOf("\n", end) + 1, "")
    : withoutInLine(text, list, at, comma, style);
  return isLast && !comma && isAlone && at > 0 ? withoutCommaAfter(cut, list.items[at - 1]!.end) : cut;
};

/** With the comma and the space behind it, or those before it where it is the last. */
const withoutInLine = (
  text: string,
  list: TextList,
  at: number,
  hasComma: boolean,
  style: ListStyle,
): string => {
  const item = list.items[at]!;
  const next = list.items[at + 1];
  const before = list.items[at - 1];
  if (next !== undefined && !text.slice(item.end, next.start).includes("\n"))
    return splice(text, item.start, next.start, "");
  if (next !== undefined || hasComma)
    return splice(text, item.start, commaEnd(text, item.end, list.end, style), "");
  return splice(text, before?.end ?? item.start, item.end, "");
};

const commaEnd = (text: string, from: number, limit: number, { comment }: ListStyle): number => {
  const found = /^\s*,[ \t]*/.exec(text.slice(from, limit - 1));
  const rest = found === null ? "" : text.slice(from + found[0].length);
  const ends = rest.startsWith("\n") || (comment !== undefined && rest.startsWith(comment));
  return from + (found === null ? 0 : ends ? found[0].trimEnd().length : found[0].length);
};

const withoutCommaAfter = (text: string, from: number): string => {
  const found = /^\s*,/.exec(text.slice(from));
  return found === null ? text : splice(text, from, from + found[0].length, "");
};

/** Past the item's comma and a comment on its line. */
const afterItem = (
  text: string,
  from: number,
  limit: number,
  { comment }: ListStyle,
): { readonly comma: boolean; readonly end: number } => {
  const rest = text.slice(from, limit - 1);
  const [all, comma] =
    comment === "//"
      ? /^(?:\s*(,))?[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*\*\/)?/.exec(rest)!
      : comment === "#"
        ? /^(?:\s*(,))?[ \t]*(?:#[^\n]*)?/.exec(rest)!
        : /^(?:\s*(,))?/.exec(rest)!;
  return { comma: comma !== undefined, end: from + all.trimEnd().length };
};

/** The list's own quotes, else those that the file has more of. */
const quoteIn = (text: string, { items }: TextList): '"' | "'" => {
  const own = items.map(({ start }) => text[start]).find((first) => first === '"' || first === "'");
  if (own !== undefined) return own as '"' | "'";
  return text.split("'").length > text.split('"').length ? "'" : '"';
};

const quoted = (value: string, quote: '"' | "'"): string =>
  quote === '"' || /['\\]/.test(value) ? JSON.stringify(value) : `'${value}'`;

export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))![0];

export const splice = (text: string, start: number, end: number, put: string): string =>
  text.slice(0, start) + put + text.slice(end);
