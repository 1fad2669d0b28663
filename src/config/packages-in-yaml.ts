/** `home.packages` in YAML: found by parsing, changed in the text as it stands. */
import { isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from "yaml";
import { bracketedList, type PackageList } from "./package-list.ts";
import { indentAt, splice } from "./text-list.ts";

export const packagesInYaml = (text: string): PackageList | undefined => {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const home = document.get("home", true);
  const packages = isMap(home) ? home.get("packages", true) : undefined;
  if (packages === undefined || (isScalar(packages) && packages.value === null)) {
    if (home !== undefined && !isMap(home)) return undefined;
    return { items: [], with: (names) => withNewList(text, names), without: () => undefined };
  }
  if (!isSeq(packages)) return undefined;
  const list = packages.flow === true ? flowList(text, packages) : blockList(text, packages);
  return list && { items: list.items, with: list.with, without: (at) => list.without(at) };
};

/** The document writes it where it belongs; comments stay. */
const withNewList = (text: string, names: readonly string[]): string => {
  const document = parseDocument(text);
  document.setIn(["home", "packages"], [...names]);
  return document.toString({ lineWidth: 0 });
};

const flowList = (text: string, { items, range }: YAMLSeq): PackageList | undefined => {
  if (!range) return undefined;
  const list = {
    start: range[0],
    end: range[1],
    items: items.map((item) => ({ ...rangeOf(item), value: stringOf(item) })),
  };
  return bracketedList(text, list, { comment: "#", trailingComma: true });
};

/** One item a line, behind a dash. */
const blockList = (text: string, { items }: YAMLSeq): PackageList | undefined => {
  const last = items.at(-1);
  if (last === undefined) return undefined;
  return {
    items: items.map(stringOf),
    with: (names) => {
      const { start, end } = rangeOf(last);
      const lineEnd = endOfLine(text, end);
      const indent = indentAt(text, start);
      const lines = names.map((name) => `\n${indent}- ${plain(name)}`).join("");
      return splice(text, lineEnd, lineEnd, lines);
    },
    without: (at) => {
      const { start, end } = rangeOf(items[at]);
      const lineStart = text.lastIndexOf("\n", start - 1) + 1;
      if (!/^[ \t]*-[ \t]*$/.test(text.slice(lineStart, start))) return undefined;
      if (items.length === 1)
        return splice(text, lineStart, endOfLine(text, end), `${indentAt(text, start)}[]`);
      return splice(text, lineStart, endOfLine(text, end) + 1, "");
    },
  };
};

const endOfLine = (text: string, from: number): number => {
  const found = text.indexOf("\n", from);
  return found < 0 ? text.length : found;
};

const rangeOf = (item: unknown): { readonly start: number; readonly end: number } => {
  const [start, end] = (item as { readonly range: readonly [number, number, number] }).range;
  return { start, end };
};

const stringOf = (item: unknown): string | undefined =>
  isScalar(item) && typeof item.value === "string" ? item.value : undefined;

/** `@` begins no plain text in YAML, `npm:@x/y` may. */
const plain = (name: string): string =>
  /^[A-Za-z][\w./:@^~-]*$/.test(name) && !/: /.test(name) && !reserved.test(name)
    ? name
    : JSON.stringify(name);

const reserved = /^(true|false|null|yes|no|on|off|y|n)$/i;
