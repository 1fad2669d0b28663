/** Lines and columns, by the width that text has on a screen. */
import { eastAsianWidth } from "get-east-asian-width";

/** Columns that a text without escape sequences takes. */
export const displayWidth = (text: string): number => {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text.replace(escapeSequence, ""))
    if (!/^[\p{Mark}\p{Format}]$/u.test(character)) width += eastAsianWidth(character.codePointAt(0)!);
  return width;
};

const escapeSequence = /\x1b\[[\d;]*m/g;

/** Rows with their columns aligned, two spaces between them; the columns in `right` are aligned to the right. */
export const alignColumns = (
  rows: readonly (readonly string[])[],
  { right = [], indent = "" }: { right?: readonly number[]; indent?: string } = {},
): readonly string[] => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
    });
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const gap = " ".repeat(widths[column]! - displayWidth(cell));
      return right.includes(column) ? gap + cell : cell + gap;
    });
    return (indent + cells.join("  ")).trimEnd();
  });
};

/** Breaks a paragraph between words. */
export const wrapText = (text: string, columns: number, indent = ""): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && displayWidth(indent) + displayWidth(line) + 1 + displayWidth(word) > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
};

/** A sentence behind its label; where a line has no room for it, broken between words, each line below the first word. */
export const hangingText = (label: string, text: string, columns: number): readonly string[] => {
  const margin = displayWidth(label);
  if (margin + displayWidth(text) <= columns) return [label + text];
  const [first = "", ...rest] = wrapText(text, Math.max(20, columns - margin));
  return [label + first, ...rest.map((line) => " ".repeat(margin) + line)];
};
