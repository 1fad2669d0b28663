/** Colours, by terminal and by the person's wish: NO_COLOR (no-color.org), FORCE_COLOR, TERM=dumb, --no-color. */
import { isTerminal } from "../../system/terminal.ts";

type Paint = (text: string) => string;
export type Palette = Readonly<Record<keyof typeof codes, Paint>>;

export const paletteFor = (stream: "output" | "error", refused: boolean): Palette =>
  !refused && wantsColour(stream) ? coloured : plain;

const wantsColour = (stream: "output" | "error"): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return TERM !== "dumb" && isTerminal(stream);
};

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const;

const paletteOf = (paint: (on: number, off: number) => Paint): Palette =>
  Object.fromEntries(Object.entries(codes).map(([name, [on, off]]) => [name, paint(on, off)])) as Palette;

const coloured = paletteOf((on, off) => (text) => (text === "" ? "" : `\x1b[${on}m${text}\x1b[${off}m`));
const plain = paletteOf(() => (text) => text);
