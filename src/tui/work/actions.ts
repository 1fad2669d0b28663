/** What changes the home. The same functions as the commands', and the same words about what they did. */
import { deleteGenerations } from "../../activation/expire.ts";
import { type Destination, type SwitchResult, switchTo } from "../../activation/switch.ts";
import { exitCode } from "../../base/errors.ts";
import { homePath, shortPath } from "../../cli/render/paths.ts";
import { counted } from "../../cli/render/quantities.ts";
import { reportSwitch } from "../../cli/report-switch.ts";
import { adoptedPaths, adoptFiles } from "../../pipeline/adopt-files.ts";
import { type SwitchedHome, switchHome } from "../../pipeline/switch-home.ts";
import { collectOutput } from "./collect-output.ts";
import type { WorkContext } from "./context.ts";
import type { Report } from "./requests.ts";

export const switchToConfigured = async (context: WorkContext, backup: boolean): Promise<Report> =>
  reportSwitched(
    context,
    await switchHome({
      ...context.request,
      why: "lares ui: switch",
      options: { backup, onWait: tellWaiting(context) },
    }),
  );

export const switchToGeneration = async (context: WorkContext, to: Destination): Promise<Report> => {
  const why = to.kind === "numbered" ? `lares ui: switch to ${to.number}` : "lares ui: roll back";
  context.onStage("activating");
  const options = { onWait: tellWaiting(context) };
  return reportResult(context, await switchTo({ places: context.places, to, why, options }), []);
};

export const removeGenerations = async (
  context: WorkContext,
  numbers: readonly number[],
): Promise<Report> => {
  const removed = await deleteGenerations(context.places, { numbers }, "lares ui: delete", {
    onWait: tellWaiting(context),
  });
  return finished(`${counted(removed.length, "generation")} removed; lares gc frees their space`);
};

export const adopt = async (
  context: WorkContext,
  paths: readonly string[],
  acceptPrivate: boolean,
): Promise<Report> => {
  const adoption = await adoptFiles({
    ...context.request,
    paths: paths.map((path) => path.replace(/^~(?=\/)/, context.places.home)),
    acceptPrivate,
    dryRun: false,
  });
  const { config, added, takenBack } = adoption;
  const switched = await switchHome({
    ...context.request,
    config,
    why: "lares ui: adopt",
    options: { replacing: adoptedPaths(adoption) },
  });
  const done = [
    ...added.map(({ target, source }) => `${homePath(target)} is now ${source} beside ${shortPath(config)}`),
    ...takenBack.map(
      ({ path, source }) => `the edits of ${homePath(path)} went back into ${shortPath(source)}`,
    ),
  ];
  const report = await reportSwitched(context, switched);
  return { ...report, summary: done.at(-1) ?? report.summary, lines: [...done, ...report.lines] };
};

const reportSwitched = async (
  context: WorkContext,
  { result, to, file, warnings }: SwitchedHome,
): Promise<Report> =>
  result === undefined
    ? finished(`nothing to do: your home is as ${shortPath(file)} says (generation ${to.number})`)
    : await reportResult(context, result, warnings);

const reportResult = async (
  { places }: WorkContext,
  result: SwitchResult,
  warnings: readonly string[],
): Promise<Report> => {
  const { output, lines } = collectOutput();
  for (const warning of warnings) output.warn(warning);
  const status = await reportSwitch(places, result, output, { showDiff: false, warnings });
  const summary = lines.findLast((line) => line.includes("generation")) ?? lines.at(-1) ?? "done";
  return { done: status === exitCode.done, summary, lines };
};

const finished = (summary: string): Report => ({ done: true, summary, lines: [summary] });

const tellWaiting =
  ({ onStage }: WorkContext) =>
  (holder: { readonly who: string } | undefined): void =>
    onStage(`waiting for ${holder?.who ?? "another lares"} to end`);
