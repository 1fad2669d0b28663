/**
 * A line of the screen as pieces of text with what they mean. Texts are made safe for a terminal here, where every one
 * of them passes; colours and the characters for plain terminals are chosen when they are drawn.
 */
import { displayWidth } from "../../cli/render/layout.ts";
import { printable } from "../../cli/render/printable.ts";

export type Tone = "plain" | "dim" | "strong" | "good" | "warn" | "bad" | "accent" | "title";

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

export const span = (text: string, tone: Tone = "plain"): Span => ({
  text: printable(text.replaceAll("\t", "    ")),
  tone,
});

export const line = (...pieces: readonly (Span | string)[]): Line =>
  pieces.map((piece) => (typeof piece === "string" ? span(piece) : piece));

export const emptyLine: Line = [];

/** A text in exactly so many columns, cut with an ellipsis or filled up. */
export const filled = (text: string, columns: number, side: "left" | "right" = "left"): string => {
  const cut = shorten(printable(text), columns);
  const gap = " ".repeat(Math.max(0, columns - displayWidth(cut)));
  return side === "left" ? cut + gap : gap + cut;
};

export const shorten = (text: string, columns: number): string => {
  if (displayWidth(text) <= columns) return text;
  if (columns <= 0) return "";
  let kept = "";
  let width = 0;
  for (const character of text) {
    const more = displayWidth(character);
    if (width + more > columns - 1) break;
    kept += character;
    width += more;
  }
  return `${kept}…`;
};

/** The end of a path says more than its beginning. */
export const shortenPath = (path: string, columns: number): string => {
  if (displayWidth(path) <= columns) return path;
  const characters = [...path];
  let [kept, width] = ["", 0];
  for (let at = characters.length - 1; at >= 0; at--) {
    width += displayWidth(characters[at]!);
    if (width > columns - 1) break;
    kept = characters[at] + kept;
  }
  return columns <= 0 ? "" : `…${kept}`;
};

/** A line in exactly so many columns. */
export const fitLine = (pieces: Line, columns: number): Line => {
  const fitted: Span[] = [];
  let room = columns;
  for (const { text, tone } of pieces) {
    if (room <= 0) break;
    const cut = shorten(text, room);
    fitted.push({ text: cut, tone });
    room -= displayWidth(cut);
  }
  return room > 0 ? [...fitted, { text: " ".repeat(room), tone: "plain" }] : fitted;
};

/** A rule across, with a title in it. */
export const ruleLine = (columns: number, title = ""): Line => {
  const head = title === "" ? "" : `── ${title} `;
  return [{ text: head + "─".repeat(Math.max(0, columns - displayWidth(head))), tone: "dim" }];
};

/** So many lines, empty ones for what is missing. */
export const upTo = (lines: readonly Line[], rows: number): readonly Line[] =>
  Array.from({ length: Math.max(0, rows) }, (_, at) => lines[at] ?? emptyLine);

/** Two panes as long as each other, with a rule between them. */
export const beside = (
  left: readonly Line[],
  right: readonly Line[],
  columns: { readonly left: number; readonly right: number },
): readonly Line[] =>
  left.map((row, at) => [
    ...fitLine(row, columns.left),
    { text: " │ ", tone: "dim" as const },
    ...fitLine(right[at] ?? emptyLine, columns.right),
  ]);
