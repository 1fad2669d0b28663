/** What `lares add` and `lares remove` have in common: do it, and report. */
import { type ExitCode, exitCode } from "../base/errors.ts";
import type { ChangeRequest, PackageChange } from "../pipeline/change-packages.ts";
import { findPlaces, type Places } from "../system/places.ts";
import { building } from "./builds.ts";
import { dryRun, evaluating, type FlagValues, reporting, text, toggle } from "./command.ts";
import { commandLine } from "./command-line.ts";
import { buildingRequest } from "./home-request.ts";
import type { Output } from "./output.ts";
import { shortPath } from "./render/paths.ts";
import { printable } from "./render/printable.ts";
import { reportSwitch } from "./report-switch.ts";

export const changing = {
  noSwitch: toggle("only change the configuration and lares.lock"),
  ...dryRun,
  vendored: text("DIR", "look for downloads in this folder first (lares vendor)", { completes: "directory" }),
  ...building,
  ...evaluating,
  ...reporting,
};

export const changeJson =
  "{ config: string; added: string[]; removed: string[]; unchanged: string[]; warnings: string[]; generation?: { number: number; path: string } }";

type ChangeFlags = FlagValues<typeof changing> & { readonly noColor: boolean };

export const changeHome = async (
  change: (request: ChangeRequest) => Promise<PackageChange>,
  names: readonly string[],
  flags: ChangeFlags & { readonly system?: boolean },
  output: Output,
): Promise<ExitCode> => {
  const places = findPlaces();
  const { noSwitch, dryRun, system } = flags;
  const request = buildingRequest(places, { ...flags, frozen: false }, output);
  const changed = await change({
    ...request,
    ...{ names, noSwitch, dryRun, why: commandLine() },
    ...(system !== undefined && { system }),
  });
  return await report(places, changed, { dryRun }, output);
};

const report = async (
  places: Places,
  { switched, ...changed }: PackageChange,
  { dryRun }: { readonly dryRun: boolean },
  output: Output,
): Promise<ExitCode> => {
  const { config, added, removed, unchanged, warnings } = changed;
  if (output.asJson) {
    output.json({ ...changed, ...(switched !== undefined && { generation: switched.to }) });
    return switched?.result?.rolledBack ? exitCode.failed : exitCode.done;
  }
  for (const warning of warnings) output.warn(printable(warning));
  const file = shortPath(config);
  for (const name of unchanged) output.say(`home.packages has ${printable(name)} already`);
  const changes = [...removed.map((name) => `-${name}`), ...added.map((name) => `+${name}`)];
  if (changes.length > 0)
    output.say(`home.packages in ${file}${dryRun ? " would change" : ""}: ${printable(changes.join(" "))}`);
  if (switched?.result !== undefined)
    return await reportSwitch(places, switched.result, output, { showDiff: false, warnings });
  if (switched !== undefined) output.say(`generation ${switched.to.number} has all of it already`);
  else if (changes.length > 0 && !dryRun) output.say("lares switch makes your home so");
  return exitCode.done;
};
