import type { Place } from "../base/errors.ts";
import { readTextIfAny } from "../system/files.ts";

/** The line at `place` with a mark below its column; empty where the file or the line is not there. */
export const codeFrame = ({ file, line, column }: Place): readonly string[] => {
  if (line === undefined) return [];
  const text = readTextIfAny(file)?.split(/\r?\n/)[line - 1];
  return text === undefined ? [] : frameOf(text, line, column);
};

const frameOf = (text: string, line: number, column: number | undefined): readonly string[] => {
  const number = String(line);
  const shown = text.replaceAll("\t", " ");
  if (shown.length > widest) return [];
  const source = `${number} | ${shown}`;
  if (column === undefined) return [source];
  return [source, `${" ".repeat(number.length)} | ${" ".repeat(Math.min(column - 1, shown.length))}^`];
};

/** A longer line is generated or minified: nothing is seen in it. */
const widest = 200;
