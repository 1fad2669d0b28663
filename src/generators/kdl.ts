/**
 * KDL 1 (kdl.dev), nodes given as data:
 *
 *     document = { node LF }
 *     node     = name { SP value } { SP key "=" value } [ " {" LF { node LF } "}" ]
 *
 * A record is a node: `_args` are its arguments, `_props` its properties, `_children` a list of records whose nodes
 * come first and in that order, every other key a child. A scalar is a node with one argument, a list of scalars a node
 * with several, any other list a node whose children are called `-`. Names are written as they stand, so that `bind
 * "Ctrl g"` may be one.
 */
import { type Float, floatText, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export type KdlScalar = string | number | boolean | null | Float;
export type KdlValue = KdlScalar | readonly KdlValue[] | KdlDocument;
export interface KdlDocument {
  readonly [name: string]: KdlValue | undefined;
}

/** Nodes sorted by name, those of `_children` first; children indented by a tab. */
export const toKdl = (document: KdlDocument): string =>
  childrenOf(document)
    .map((line) => `${line}\n`)
    .join("");

const childrenOf = ({ _args, _props, _children, ...rest }: KdlDocument): string[] => [
  ...ordered(_children).flatMap(childrenOf),
  ...sortedEntries(rest).flatMap(([name, value]) => nodeLines(name, value as KdlValue)),
];

const ordered = (children: KdlValue | undefined): readonly KdlDocument[] =>
  Array.isArray(children) ? (children as readonly KdlDocument[]) : [];

const nodeLines = (name: string, value: KdlValue): string[] => {
  if (isScalar(value)) return [`${name} ${scalarText(value)}`];
  if (!isList(value)) return blockLines([name, ...head(value)].join(" "), childrenOf(value));
  if (value.every(isScalar)) return [[name, ...value.map(scalarText)].join(" ")];
  return blockLines(
    name,
    value.flatMap((item) => nodeLines("-", item)),
  );
};

const head = ({ _args = [], _props = {} }: KdlDocument): string[] => [
  ...(_args as readonly KdlScalar[]).map(scalarText),
  ...sortedEntries(_props as Readonly<Record<string, KdlScalar>>).map(
    ([key, value]) => `${key}=${scalarText(value)}`,
  ),
];

const blockLines = (head: string, children: readonly string[]): string[] =>
  children.length === 0 ? [head] : [`${head} {`, ...children.map((line) => `\t${line}`), "}"];

const isScalar = (value: KdlValue): value is KdlScalar =>
  typeof value !== "object" || value === null || isFloat(value);
const isList = (value: KdlValue): value is readonly KdlValue[] => Array.isArray(value);

const scalarText = (value: KdlScalar): string => {
  if (typeof value === "string") return quoted(value);
  return isFloat(value) ? floatText(value) : String(value);
};

const quoted = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t\b\f]/g, (char) => escapes[char] ?? `\\${char}`)}"`;
const escapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};
