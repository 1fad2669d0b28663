/** Facts in two columns: what is asked, and the answer, wrapped below itself. */
import { wrapText } from "../../cli/render/layout.ts";
import { type Line, line, type Span, span, type Tone } from "./line.ts";

export const fact = (label: string, ...value: readonly (Span | string)[]): Line =>
  line(span(label.padEnd(labelWidth), "dim"), ...value);

/** A long value goes on in further lines. */
export const longFact = (
  label: string,
  value: string,
  columns: number,
  tone: Tone = "plain",
): readonly Line[] =>
  value
    .split("\n")
    .flatMap((part) => wrapText(part, Math.max(12, columns - labelWidth)))
    .map((part, at) => fact(at === 0 ? label : "", span(part, tone)));

export const paragraph = (text: string, columns: number, tone: Tone = "plain"): readonly Line[] =>
  text
    .split("\n")
    .flatMap((part) => wrapText(part, Math.max(12, columns)).map((row) => line(span(row, tone))));

const labelWidth = 10;
