/**
 * XML 1.0, for simple documents:
 *
 *     element = "<" name { " " attribute "=" DQ text DQ } ( "/>" | ">" content "</" name ">" )
 *     content = text | { element LF }
 */
import { sortedEntries } from "./order.ts";

export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly content?: string | readonly XmlElement[];
}

/** The declaration, `doctype` as it stands where one is given, and the element; two spaces for each level. */
export const toXml = (element: XmlElement, { doctype }: { readonly doctype?: string } = {}): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...(doctype ? [doctype] : []),
    ...elementLines(element),
    "",
  ].join("\n");

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char]!);

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

const elementLines = ({ name, attributes = {}, content = "" }: XmlElement): string[] => {
  const head = [
    name,
    ...sortedEntries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`),
  ].join(" ");
  if (content.length === 0) return [`<${head}/>`];
  if (typeof content === "string") return [`<${head}>${escapeXml(content)}</${name}>`];
  return [`<${head}>`, ...content.flatMap(elementLines).map((line) => `  ${line}`), `</${name}>`];
};
