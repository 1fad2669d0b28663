/**
 * The overview as text, for the moment before the drawing library is loaded: the same lines as the components draw, so
 * that nothing moves when these take over.
 */
import { divide, isTooSmall, tooSmall } from "../state/layout.ts";
import type { State } from "../state/state.ts";
import { linesAbove, linesBelow } from "./frame-lines.ts";
import { fitLine, type Line, type Span, upTo } from "./line.ts";
import { drawable, type Look, lookOf, type Theme } from "./look.ts";
import { overviewLines } from "./overview-lines.ts";

/** Whole lines, as many as the screen has rows, with ECMA-48's sequences for how they look. */
export const firstFrame = (state: State, theme: Theme): string => {
  const { columns } = state.size;
  if (isTooSmall(state.size)) return tooSmall.slice(0, columns);
  const content = upTo(overviewLines(state), divide(state.size).content);
  return [...linesAbove(state), ...content, ...linesBelow(state)]
    .map((row) => drawn(fitLine(row, columns), theme))
    .join("\r\n");
};

const drawn = (row: Line, theme: Theme): string => row.map((piece) => styled(piece, theme)).join("");

const styled = ({ text, tone }: Span, theme: Theme): string => {
  const codes = codesOf(lookOf(theme, tone));
  const shown = drawable(theme, text);
  return codes.length === 0 ? shown : `\u001b[${codes.join(";")}m${shown}\u001b[m`;
};

const codesOf = ({ color, bold, dimColor }: Look): readonly number[] => [
  ...(bold === true ? [1] : []),
  ...(dimColor === true ? [2] : []),
  ...(color === undefined ? [] : [colours[color]]),
];

const colours = { red: 31, green: 32, yellow: 33, cyan: 36 } as const;
