/** XML property lists (Apple's PropertyList-1.0.dtd), as launchd, `defaults` and macOS programs read them. */
import { type Float, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";
import { escapeXml } from "./xml.ts";

export type PlistValue =
  | string
  | number
  | boolean
  | Date
  | Uint8Array
  | Float
  | null
  | readonly PlistValue[]
  | { readonly [key: string]: PlistValue | undefined };

/** Keys sorted, a tab for each level. A property list cannot say null: such a key or element is left out. */
export const toPlist = (value: PlistValue): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...valueLines(value),
    "</plist>",
    "",
  ].join("\n");

const valueLines = (value: PlistValue): string[] => {
  if (value === null) return [];
  if (typeof value === "string") return [`<string>${escapeXml(value)}</string>`];
  if (typeof value === "boolean") return [value ? "<true/>" : "<false/>"];
  if (typeof value === "number")
    return [Number.isInteger(value) ? `<integer>${value}</integer>` : `<real>${value}</real>`];
  if (isFloat(value)) return [`<real>${value.value}</real>`];
  if (value instanceof Date) return [`<date>${value.toISOString().replace(/\.\d+/, "")}</date>`];
  if (value instanceof Uint8Array) return [`<data>${Buffer.from(value).toString("base64")}</data>`];
  if (Array.isArray(value)) return element("array", (value as readonly PlistValue[]).flatMap(valueLines));
  return element("dict", dictLines(value as Readonly<Record<string, PlistValue>>));
};

const dictLines = (dict: Readonly<Record<string, PlistValue>>): string[] =>
  sortedEntries(dict)
    .filter(([, value]) => value !== null)
    .flatMap(([key, value]) => [`<key>${escapeXml(key)}</key>`, ...valueLines(value)]);

const element = (name: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [`<${name}/>`] : [`<${name}>`, ...lines.map((line) => `\t${line}`), `</${name}>`];
