import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type ListedPackage, listPackages } from "../../pipeline/list-packages.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, evaluating, type InvocationOf, reporting } from "../command.ts";
import { homeRequest } from "../home-request.ts";
import type { Output } from "../output.ts";
import { alignColumns } from "../render/layout.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";
import { sizeForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "list",
  usage: [""],
  description: [
    "Lists the packages of your home: name, version, where each is from, its size alone and with all that it needs, and what " +
      "brings it: home.packages with its place, or a module.",
  ],
  flags: { ...evaluating, ...reporting },
  positionals: [0, 0],
  examples: [
    ["list", "what is installed"],
    ["list --json", "the same for a program; sizes are bytes"],
  ],
  json: "{ packages: { name: string; version?: string; source: string; path?: string; size?: number; closureSize?: number; missing?: true; reasons: { because: string; place?: string }[] }[]; unexplained?: string }",
});

export const run = async ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const listing = await listPackages(homeRequest(findPlaces(), flags));
  if (output.asJson) {
    output.json(listing);
    return exitCode.done;
  }
  if (listing.unexplained !== undefined)
    output.warn(`what brings them is not known: ${printable(listing.unexplained)}`);
  if (listing.packages.length === 0) output.say("no packages are installed; lares add PACKAGE installs one");
  for (const line of packageLines(listing.packages, output)) output.print(line);
  return exitCode.done;
};

const packageLines = (packages: readonly ListedPackage[], { colour }: Output): readonly string[] =>
  alignColumns(
    packages.map(({ name, version, source, size, closureSize, missing, reasons }) => [
      printable(name),
      printable(version ?? ""),
      missing ? colour.yellow("not on this system") : printable(source),
      size === undefined ? "" : sizeForPeople(size),
      closureSize === undefined || closureSize === size ? "" : `${sizeForPeople(closureSize)} in all`,
      colour.dim(reasons.map(({ because, place }) => reasonText(because, place)).join(", ")),
    ]),
    { right: [3, 4] },
  );

const reasonText = (because: string, place: string | undefined): string =>
  printable(place === undefined ? because : `${because} (${shortPath(place)})`);
