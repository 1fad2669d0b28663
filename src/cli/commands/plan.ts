import { collisionError } from "../../activation/collision.ts";
import { isIdle } from "../../activation/plan.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type PlannedHome, planHome } from "../../pipeline/switch-home.ts";
import { findPlaces } from "../../system/places.ts";
import {
  declareCommand,
  evaluating,
  type InvocationOf,
  locking,
  reporting,
  text,
  toggle,
} from "../command.ts";
import { homeRequest } from "../home-request.ts";
import type { Output } from "../output.ts";
import { homePath, shortPath } from "../render/paths.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "../render/plan.ts";
import { printable } from "../render/printable.ts";
import { problemAsJson } from "../render/problem.ts";
import { realisationLines } from "../render/realisation.ts";
import { renderRecordChanges, summariseRecordChanges } from "../render/records.ts";

export const command = declareCommand({
  name: "plan",
  usage: ["[--exit-code] [--backup] [--specialisation NAME]"],
  description: [
    "Shows what switch would do, with the changes inside files, and changes nothing. " +
      "+ is added, ~ changed, - removed, = was there already with the same contents, b goes to a backup, ! is put back.",
  ],
  flags: {
    exitCode: toggle("exit with 3 where switch would change something"),
    backup: toggle("plan as switch --backup would do it"),
    specialisation: text("NAME", "plan for this variant of the home"),
    ...evaluating,
    ...locking,
    ...reporting,
  },
  positionals: [0, 0],
  examples: [
    ["plan", "what switch would do now"],
    ["plan --exit-code --quiet", "for a script: 0 nothing, 3 something, 4 a collision"],
  ],
  json: "{ config: string; wouldChange: boolean; warnings: string[]; builds: string[]; downloads: string[]; actions: { do: string; path: string; origin?: Origin }[]; changes: { change: 'added' | 'changed' | 'removed'; path: string }[]; collisions: { path: string; kind: string; what: string }[]; notes: { path: string; what: string }[]; packages: { name: string; before?: PackageState; after?: PackageState }[]; variables: { name: string; before?: string; after?: string }[] }",
});

export const run = ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> =>
  printPlan(flags, output, { diffs: true, showExit: flags.exitCode });

export const printPlan = async (
  flags: Parameters<typeof homeRequest>[1] & {
    readonly backup: boolean;
    readonly specialisation: string | undefined;
  },
  output: Output,
  { diffs, showExit }: { readonly diffs: boolean; readonly showExit: boolean },
): Promise<ExitCode> => {
  const { specialisation, backup } = flags;
  const planned = await planHome({
    ...homeRequest(findPlaces(), flags),
    options: { backup },
    ...(specialisation !== undefined && { specialisation }),
  });
  const wouldChange = planned.changesGeneration || !isIdle(planned.plan);
  for (const warning of planned.warnings) output.warn(printable(warning));
  const { collisions } = planned.plan;
  if (output.asJson) output.json(asJson(planned, wouldChange));
  else for (const line of await describe(planned, output, diffs, wouldChange)) output.say(line);
  if (collisions.length > 0) {
    if (output.asJson) return exitCode.collision;
    throw collisionError(collisions);
  }
  return showExit && wouldChange ? exitCode.wouldChange : exitCode.done;
};

const asJson = ({ file, warnings, realisation, plan, records }: PlannedHome, wouldChange: boolean) => ({
  config: file,
  wouldChange,
  warnings,
  builds: realisation?.builds.map(({ drvPath }) => drvPath) ?? [],
  downloads: realisation?.downloads.map(({ path }) => path) ?? [],
  ...planAsJson(plan),
  ...records,
  ...(plan.collisions.length > 0 && (problemAsJson(collisionError(plan.collisions)) as object)),
});

const describe = async (
  planned: PlannedHome,
  { colour, verbose }: Output,
  diffs: boolean,
  wouldChange: boolean,
): Promise<readonly string[]> => {
  const { plan, file, records } = planned;
  const rows = planRows(plan);
  const changes = diffs ? await diffLines(planned, colour) : [];
  return [
    ...realisationLines(planned.realisation, verbose),
    ...renderRows(rows, colour, { origins: true }),
    ...renderRecordChanges(records, colour),
    ...(verbose
      ? plan.actions
          .filter(({ do: what }) => what === "mkdir" || what === "rmdir")
          .map(({ do: what, path }) => `  ${what} ${homePath(path)}`)
      : []),
    ...[...planned.notes, ...plan.notes].map(({ path, what }) => `  ${homePath(path)}: ${printable(what)}`),
    ...(changes.length > 0 ? ["", ...changes, ""] : []),
    summary(
      planned,
      joined(summariseRows(rows), summariseRecordChanges(records)),
      wouldChange,
      shortPath(file),
    ),
  ];
};

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(", ");

const summary = (
  { changesGeneration, plan }: PlannedHome,
  changes: string,
  wouldChange: boolean,
  file: string,
): string => {
  if (!wouldChange) return `nothing to do: your home is as ${file} says`;
  if (plan.collisions.length > 0) return `${changes === "" ? "" : `${changes}; `}but something is in the way`;
  if (changes === "")
    return changesGeneration
      ? "no file changes; activation steps or files of the profile do"
      : "folders would be put right";
  return `lares switch would leave ${changes}`;
};

const diffLines = async (
  { plan, prepared, from }: PlannedHome,
  colour: Output["colour"],
): Promise<readonly string[]> => {
  if (from === null) return [];
  const { contentDiff } = await import("../render/content-diff.ts");
  const { contentOfNode, contentOnDisk } = await import("../../pipeline/contents.ts");
  const { nodeAt } = await import("../../store/tree.ts");
  const diff = (path: string, name: string) =>
    contentDiff(
      contentOnDisk(`${from.path}/${path}`),
      contentOfNode(nodeAt(prepared.tree, path)),
      name,
      colour,
    );
  return plan.changes
    .filter(({ change }) => change === "changed")
    .flatMap(({ path }) => diff(`home-files/${path}`, homePath(path)));
};
