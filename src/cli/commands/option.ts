import { type ExitCode, exitCode } from "../../base/errors.ts";
import { printPieces } from "../../option/print-value.ts";
import {
  describeOption,
  listOptions,
  type OptionReport,
  type OptionSummary,
  searchOptions,
} from "../../pipeline/option-report.ts";
import { findPlaces } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import { declareCommand, evaluating, type InvocationOf, reporting, toggle } from "../command.ts";
import { homeRequest } from "../home-request.ts";
import type { Output } from "../output.ts";
import { alignColumns, wrapText } from "../render/layout.ts";
import { placeText } from "../render/paths.ts";
import { printable, printableLines } from "../render/printable.ts";

export const command = declareCommand({
  name: "option",
  usage: ["PATH", "--search WORD…"],
  description: [
    "Shows an option: its value in your home, its type, default and description, and every definition with its place " +
      "and priority (a lower one wins). For a path that holds options it lists them.",
  ],
  flags: {
    search: toggle("list the options whose name or description has all the words"),
    ...evaluating,
    ...reporting,
  },
  positionals: [0, 20],
  completes: "option",
  examples: [
    ["option programs.git.settings", "value, type and who set it"],
    ["option programs.git", "the options of a module"],
    ["option --search ssh agent", "options about something"],
  ],
  json: "{ path: string; type: string; description?: string; default?: unknown; value?: unknown; error?: string; readOnly: boolean; definitions: { value: unknown; priority: number; prevails: boolean; place: Place }[] } | { path: string; type: string; description?: string }[]",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const request = homeRequest(findPlaces(), flags);
  if (flags.search) {
    if (positionals.length === 0)
      throw usageError("what should be searched for?", [], "lares option --search WORD…");
    printList(searchOptions(positionals), output, `no option has ${positionals.join(" and ")}`);
    return exitCode.done;
  }
  if (positionals.length > 1) throw usageError("one option at a time", [], "lares option PATH");
  const path = positionals[0] ?? "";
  const report = path === "" ? undefined : await describeOption(request, path);
  if (report === undefined) printList(listOptions(path), output, "there are no options here");
  else if (output.asJson) output.json(report);
  else for (const line of describe(report, output)) output.print(line);
  return exitCode.done;
};

const printList = (options: readonly OptionSummary[], output: Output, none: string): void => {
  if (output.asJson) output.json(options);
  else if (options.length === 0) output.say(none);
  else printRows(options, output);
};

const printRows = (options: readonly OptionSummary[], output: Output): void => {
  const width = Math.max(...options.map(({ path }) => path.length));
  for (const { path, type, description } of options) {
    const about = (description ?? type).split("\n")[0]!;
    const room = Math.max(24, output.columns - Math.min(width, 48) - 2);
    output.print(
      `${output.colour.bold(printable(path.padEnd(Math.min(width, 48))))}  ${printable(shortened(about, room))}`,
    );
  }
};

const shortened = (text: string, columns: number): string =>
  text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;

const describe = (report: OptionReport, { colour, columns, verbose }: Output): readonly string[] => {
  const fact = (name: string, text: string, paint = (line: string) => line): readonly string[] => {
    const lines = text.split("\n").flatMap((line) => wrapText(line, Math.min(100, columns) - factIndent));
    const shown = verbose || lines.length <= factLines ? lines : [...lines.slice(0, factLines), "…"];
    return shown.map(
      (line, at) => `  ${colour.dim((at === 0 ? name : "").padEnd(factIndent - 2))}${paint(line)}`,
    );
  };
  const facts = [
    ...(report.error === undefined
      ? fact("value", printableLines(valueText(report, Math.min(100, columns) - factIndent, verbose)))
      : fact("value", printable(report.error), colour.red)),
    ...fact("type", printable(report.type)),
    ...fact("default", printableLines(report.defaultText ?? "none")),
  ];
  const description =
    report.description === undefined
      ? []
      : [
          "",
          ...report.description.split("\n").flatMap((line) => wrapText(line, Math.min(80, columns), "  ")),
        ];
  return [
    colour.bold(printable(report.path)),
    ...facts,
    ...description,
    "",
    ...definitionLines(report, colour),
  ];
};

/** What does not fit on a line has one for each of its pieces, as much of it as there is room for; all of it with --verbose. */
const valueText = ({ value, valueText: whole }: OptionReport, room: number, verbose: boolean): string => {
  const pieces = whole.length <= room || verbose ? undefined : printPieces(value);
  return pieces?.map((piece) => shortened(piece, room)).join("\n") ?? whole;
};

/** Columns before the text of a fact, and how many lines of it are shown without --verbose. */
const factIndent = 11;
const factLines = 12;

const definitionLines = ({ definitions }: OptionReport, colour: Output["colour"]): readonly string[] => {
  if (definitions.length === 0) return ["  nothing defines it"];
  return [
    "  defined",
    ...alignColumns(
      definitions.map(({ valueText, place, priority, prevails }) => [
        prevails ? colour.green("✓") : colour.dim("✗"),
        printable(placeText(place)),
        printable(shortened(valueText, 48)),
        prevails && priority === 100
          ? ""
          : colour.dim(`priority ${priority}${prevails ? "" : ", overridden"}`),
      ]),
      { indent: "    " },
    ),
  ];
};
