import { type ExitCode, exitCode } from "../../base/errors.ts";
import { searchPackages } from "../../pipeline/search-packages.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting, toggle } from "../command.ts";
import { alignColumns } from "../render/layout.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "search",
  usage: ["WORD…"],
  description: [
    "Looks for packages: in the index of bare names, and in the npm registry. The first column is what lares add takes.",
  ],
  flags: { offline: toggle("look through the index only"), ...reporting },
  positionals: [1, 100],
  examples: [["search markdown lint", "packages that have to do with both"]],
  json: "{ found: { name: string; source: string | null; version?: string; description?: string }[]; notes: string[] }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const result = await searchPackages({
    places: findPlaces(),
    folder: process.cwd(),
    words: positionals,
    offline: flags.offline,
  });
  if (output.asJson) output.json(result);
  for (const note of result.notes) output.warn(printable(note));
  const rows = result.found.map(({ name, source, version, description }) => [
    printable(name),
    printable(version ?? ""),
    name === source ? "" : printable(source ?? "not for this system"),
    printable(firstLine(description ?? "")),
  ]);
  for (const line of alignColumns(rows)) output.print(clipped(line, output.columns));
  if (rows.length === 0) output.say(`nothing was found for ${printable(positionals.join(" "))}`);
  return rows.length > 0 ? exitCode.done : exitCode.failed;
};

const firstLine = (text: string): string => text.split("\n")[0]!.trim();
const clipped = (line: string, columns: number): string =>
  line.length > columns ? `${line.slice(0, columns - 1)}…` : line;
