/** From places in a bundle back to those in the files it was made of; maps are read only when someone asks. */
import { SourceMap, type SourceMapPayload } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Place } from "../base/errors.ts";
import { readTextIfAny } from "../system/files.ts";

/** Sources are relative to `/`. Line and column (both from 1) in the bundle → place in the original file; undefined for code that Lares added. */
export const mapPlace = (bundle: string, line: number, column: number): Place | undefined => {
  const map = sourceMapOf(bundle);
  const entry = map?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return undefined;
  if (/(^|\/)lares-[a-z]+:/.test(entry.originalSource)) return undefined;
  return {
    file: resolve("/", entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
};

/** The place of the first call in a stack that lies in a file of the configuration; undefined where none does. */
export const placeOfStack = (stack: string | undefined): Place | undefined => {
  for (const [, location = "", line, column] of (stack ?? "").matchAll(frame)) {
    const bundle = location.startsWith("file:") ? fileURLToPath(location) : location;
    const place = mapPlace(bundle, Number(line), Number(column));
    if (place !== undefined) return place;
  }
  return undefined;
};

const frame = /^ +at (?:.*\()?((?:file:\/\/)?\/.+?\.mjs):(\d+):(\d+)\)?$/gm;

/** A bundle's name holds its contents' hash: what is known of it stays true. */
const known = new Map<string, SourceMap | undefined>();

const sourceMapOf = (bundle: string): SourceMap | undefined => {
  if (!known.has(bundle)) known.set(bundle, readSourceMap(bundle));
  return known.get(bundle);
};

const readSourceMap = (bundle: string): SourceMap | undefined => {
  const text = readTextIfAny(`${bundle}.map`);
  return text === undefined ? undefined : new SourceMap(JSON.parse(text) as SourceMapPayload);
};
