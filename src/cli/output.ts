/** Where a command's words go: for a person on a terminal, plain in a pipe, or JSON. */
import { columnsOf, isTerminal, writeText } from "../system/terminal.ts";
import { type Palette, paletteFor } from "./render/colour.ts";
import { jsonText } from "./render/printable.ts";

export interface Output {
  /** A line of the report; nothing with --quiet. */
  say(line?: string): void;
  /** A line that was asked for: printed with --quiet too. */
  print(line?: string): void;
  /** A line with --verbose only. */
  detail(line: string): void;
  /** A line about something to look at, on standard error. */
  warn(message: string): void;
  /** A line about how the work goes, on standard error; nothing with --quiet. */
  note(line: string): void;
  /** The report for programs, in place of all lines. */
  json(value: unknown): void;
  readonly asJson: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly colour: Palette;
  /** Columns to fit lines into: the terminal's, or no limit in a pipe. */
  readonly columns: number;
  /** Whether a person can be asked: both input and output are a terminal. */
  readonly interactive: boolean;
}

export interface OutputFlags {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly noColor?: boolean;
}

export const openOutput = (flags: OutputFlags): Output => {
  const asJson = flags.json === true;
  const quiet = flags.quiet === true && flags.verbose !== true;
  const terminal = isTerminal("output");
  const print = (line = ""): void => {
    if (!asJson) writeText("output", `${line}\n`);
  };
  return {
    print,
    say: (line) => {
      if (!quiet) print(line);
    },
    detail: (line) => {
      if (flags.verbose) print(line);
    },
    warn: (message) => {
      const { yellow } = paletteFor("error", flags.noColor === true);
      writeText("error", `${yellow("warning:")} ${message}\n`);
    },
    note: (line) => {
      if (!quiet) writeText("error", `${line}\n`);
    },
    json: (value) => writeText("output", `${jsonText(value)}\n`),
    asJson,
    quiet,
    verbose: flags.verbose === true,
    colour: paletteFor("output", flags.noColor === true),
    get columns() {
      return terminal ? columnsOf("output") : Number.POSITIVE_INFINITY;
    },
    interactive: terminal && !asJson && isTerminal("input"),
  };
};
