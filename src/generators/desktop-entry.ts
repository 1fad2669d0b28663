/**
 * Desktop entries, freedesktop.org "Desktop Entry Specification" 1.5:
 *
 *     file  = { group LF }
 *     group = "[" name "]" LF { key "=" value LF }
 *     list  = { value ";" }, separators between the elements only
 *
 * Backslashes, newlines, tabs and carriage returns are escaped, and in lists semicolons.
 */
import { sortedEntries } from "./order.ts";

export type DesktopValue = string | number | boolean | null | readonly string[];
export type DesktopGroup = Readonly<Record<string, DesktopValue | undefined>>;

/** Groups in the order given (`Desktop Entry` is to be the first), keys sorted; null says nothing. */
export const toDesktopEntry = (groups: Readonly<Record<string, DesktopGroup>>): string =>
  Object.entries(groups)
    .map(([name, group]) => [`[${name}]`, ...sortedEntries(group).flatMap(keyLines), ""].join("\n"))
    .join("\n");

const keyLines = ([key, value]: [string, DesktopValue]): string[] =>
  value === null ? [] : [`${key}=${valueText(value)}`];

const valueText = (value: DesktopValue): string =>
  Array.isArray(value)
    ? (value as readonly string[]).map((one) => escaped(one).replaceAll(";", "\\;")).join(";")
    : escaped(String(value));

const escaped = (text: string): string => text.replace(/[\\\n\t\r]/g, (char) => escapes[char]!);
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r" };
