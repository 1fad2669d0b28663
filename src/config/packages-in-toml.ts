/** `home.packages` in TOML: found by its key, its list read from there; changed in the text as it stands. */
import { parse } from "smol-toml";
import { locateInToml } from "./locate-in-toml.ts";
import { bracketedList, type PackageList } from "./package-list.ts";
import { splice, type TextItem, type TextList } from "./text-list.ts";

export const packagesInToml = (text: string): PackageList | undefined => {
  const { home } = parse(text) as { home?: { packages?: unknown } };
  const found = home?.packages;
  if (found === undefined)
    return { items: [], with: (names) => whereValid(withNewList(text, names)), without: () => undefined };
  const location = locateInToml(text, ["home", "packages"]);
  const list = location?.depth === 2 ? readList(text, location.offset) : undefined;
  if (list === undefined) return undefined;
  const edits = bracketedList(text, list, { comment: "#", trailingComma: true });
  return {
    items: edits.items,
    with: (names) => whereValid(edits.with(names)),
    without: (at) => whereValid(edits.without(at)),
  };
};

/** A table may be written in ways that allow no key to be added where it is: then the text is as good as no edit. */
const whereValid = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  try {
    parse(text);
    return text;
  } catch {
    return undefined;
  }
};

/** Below `[home]`, before the first key that begins with `home.`, else in a table of its own. */
const withNewList = (text: string, names: readonly string[]): string => {
  const list = `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
  const table = /^[ \t]*\[[ \t]*home[ \t]*\][^\n]*\n?/m.exec(text);
  if (table !== null) {
    const end = table.index + table[0].length;
    return splice(text, end, end, `${table[0].endsWith("\n") ? "" : "\n"}packages = ${list}\n`);
  }
  const dotted = /^home\./m.exec(text);
  if (dotted !== null) return splice(text, dotted.index, dotted.index, `home.packages = ${list}\n`);
  return `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}[home]\npackages = ${list}\n`;
};

/** The list behind the `=` of a key; undefined where something else stands there. */
const readList = (text: string, key: number): TextList | undefined => {
  const [assigned] = /^[^\n=]*=[ \t]*\[/.exec(text.slice(key)) ?? [];
  if (assigned === undefined) return undefined;
  const start = key + assigned.length - 1;
  const items: TextItem[] = [];
  let at = start + 1;
  for (;;) {
    const token = listToken.exec(text.slice(at));
    if (token === null) return undefined;
    const [all, closing, basic, literal] = token;
    if (closing !== undefined) return { start, end: at + all.length, items };
    const value = basic === undefined ? literal?.slice(1, -1) : (JSON.parse(basic) as string);
    if (value !== undefined) items.push({ start: at, end: at + all.length, value });
    at += all.length;
  }
};

/** Blanks, a comment or a comma; the closing bracket; a string in either kind of quotes. */
const listToken = /^(?:(?:[\s,]+|#[^\n]*)|(\])|("(?:[^"\\\n]|\\.)*")|('[^'\n]*'))/;
