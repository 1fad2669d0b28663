/** An error on the screen: what, where, why, what to do. */
import { formatPlace, type Problem } from "../../base/errors.ts";
import { hangingText } from "../../cli/render/layout.ts";
import { shortPath } from "../../cli/render/paths.ts";
import { paragraph } from "./facts.ts";
import { type Line, line, span } from "./line.ts";

export const problemLines = (
  { message, details = [], place, hint }: Problem,
  columns: number,
): readonly Line[] => [
  ...paragraph(message, columns, "bad"),
  ...details
    .flatMap((detail) => detail.split("\n"))
    .flatMap((detail) => hangingText(hangingMargin(detail), detail.trimStart(), columns))
    .map((detail) => line(span(detail))),
  ...(place === undefined
    ? []
    : [line(span(`  at ${formatPlace({ ...place, file: shortPath(place.file) })}`, "dim"))]),
  ...(hint === undefined ? [] : paragraph(`hint: ${hint}`, columns, "accent")),
];

/** Below the message, and as far in as it is of itself. */
const hangingMargin = (detail: string): string => `  ${/^ */.exec(detail)![0]}`;
