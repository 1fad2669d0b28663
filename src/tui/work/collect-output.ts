/** A command's output kept as lines, instead of printed. */
import type { Output } from "../../cli/output.ts";
import { paletteFor } from "../../cli/render/colour.ts";

export const collectOutput = (): { readonly output: Output; readonly lines: string[] } => {
  const lines: string[] = [];
  const keep = (line = ""): void => {
    lines.push(line);
  };
  const output: Output = {
    say: keep,
    print: keep,
    detail: () => {},
    warn: (message) => keep(`warning: ${message}`),
    note: () => {},
    json: () => {},
    asJson: false,
    verbose: false,
    quiet: false,
    colour: paletteFor("output", true),
    columns: Number.POSITIVE_INFINITY,
    interactive: false,
  };
  return { output, lines };
};
