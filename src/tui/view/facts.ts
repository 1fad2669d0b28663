/** Facts in two columns: what is asked, and the answer, wrapped below itself. */

import { wrapText } from "../../cli/render/layout.ts";
import { ageForPeople, dateForPeople } from "../../cli/render/quantities.ts";
import { type Line, line, type Span, span, type Tone } from "./line.ts";

export const fact = (label: string, ...value: readonly (Span | string)[]): Line =>
  line(span(label.padEnd(factWidth), "dim"), ...value);

/** A time with its age, where that says more. */
export const timeFact = (label: string, time: number, now: number): Line => {
  const [date, age] = [dateForPeople(new Date(time)), ageForPeople(new Date(time), new Date(now))];
  return fact(label, date, span(age === date ? "" : `  ${age}`, "dim"));
};

/** At most so many lines. */
export const clipped = (lines: readonly Line[], most: number): readonly Line[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), fact("", span("…", "dim"))];

/** A long value goes on in further lines. */
export const longFact = (
  label: string,
  value: string,
  columns: number,
  tone: Tone = "plain",
): readonly Line[] =>
  value
    .split("\n")
    .flatMap((part) => wrapText(part, Math.max(12, columns - factWidth)))
    .map((part, at) => fact(at === 0 ? label : "", span(part, tone)));

export const paragraph = (text: string, columns: number, tone: Tone = "plain"): readonly Line[] =>
  text
    .split("\n")
    .flatMap((part) => wrapText(part, Math.max(12, columns)).map((row) => line(span(row, tone))));

/** Columns of what is asked. */
export const factWidth = 10;
