/**
 * How tones and signs look. Only the sixteen colours that every terminal lets its owner choose, never one for a
 * background: what is chosen is shown by exchanging the two. On terminals that do not show UTF-8 each sign has a stand-in
 * of the same width, so that nothing moves.
 */
import { displayWidth } from "../../cli/render/layout.ts";
import type { Tone } from "./line.ts";

export interface Theme {
  readonly colour: boolean;
  readonly ascii: boolean;
}

export interface Look {
  readonly color?: "red" | "green" | "yellow" | "cyan";
  readonly bold?: boolean;
  readonly dimColor?: boolean;
}

export const lookOf = ({ colour }: Theme, tone: Tone): Look => (colour ? coloured : plain)[tone];

const coloured: Readonly<Record<Tone, Look>> = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  good: { color: "green" },
  warn: { color: "yellow" },
  bad: { color: "red" },
  accent: { color: "cyan" },
  title: { color: "cyan", bold: true },
};

const plain: Readonly<Record<Tone, Look>> = {
  ...coloured,
  good: {},
  warn: {},
  bad: { bold: true },
  accent: {},
  title: { bold: true },
};

/** The text as the terminal can show it. */
export const drawable = ({ ascii }: Theme, text: string): string =>
  !ascii || /^[\x20-\x7e]*$/.test(text) ? text : text.replace(/[^\x20-\x7e]/gu, standIn);

const standIn = (character: string): string => standIns[character] ?? "?".repeat(displayWidth(character));

const standIns: Readonly<Record<string, string>> = {
  "─": "-",
  "│": "|",
  "├": "|",
  "└": "`",
  "┴": "-",
  "┬": "-",
  "✓": "+",
  "✗": "x",
  "●": "*",
  "○": "o",
  "▌": ">",
  "▸": "+",
  "▾": "-",
  "…": "~",
  "→": ">",
  "←": "<",
  "↑": "^",
  "↓": "v",
  "·": ".",
  "–": "-",
  "⏵": ">",
  "⏸": "=",
  "✔": "+",
  "✘": "x",
  "›": ">",
  "◆": "#",
  "⇧": "S",
  "⠋": "|",
  "⠙": "/",
  "⠹": "-",
  "⠸": "\\",
};
