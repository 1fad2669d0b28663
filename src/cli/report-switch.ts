/** What a switch did, for the person who asked for it. */
import type { SwitchResult } from "../activation/switch.ts";
import { type ExitCode, exitCode, LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import { compareRecords, type RecordChanges } from "../build/compare-records.ts";
import { type GenerationRecord, readRecord } from "../build/generation-record.ts";
import { missingPrograms } from "../pipeline/missing-programs.ts";
import type { Places } from "../system/places.ts";
import { invokedAs } from "./invoked-as.ts";
import type { Output } from "./output.ts";
import { hangingText } from "./render/layout.ts";
import { homePath, shortPath } from "./render/paths.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "./render/plan.ts";
import { printable } from "./render/printable.ts";
import { renderRecordChanges, summariseRecordChanges } from "./render/records.ts";
import { stepLines } from "./render/steps.ts";

export interface ReportOptions {
  readonly showDiff: boolean;
  readonly warnings: readonly string[];
}

export const reportSwitch = async (
  places: Places,
  result: SwitchResult,
  output: Output,
  { showDiff, warnings }: ReportOptions,
): Promise<ExitCode> => {
  const absent = missingPrograms(places, result.to.path);
  const records = recordChanges(result);
  const failed = result.steps.filter(({ result: how }) => how === "failed");
  if (output.asJson) output.json({ ...asJson(result, warnings, absent), ...records });
  else {
    for (const line of opening(result, records, output)) output.say(line);
    if (showDiff) for (const line of await diffLines(result, output)) output.say(line);
    for (const step of result.steps) for (const line of stepLines(step, output)) output.print(line);
    if (absent.length > 0)
      output.warn(`not installed on this system, and left to you: ${absent.map(printable).join(", ")}`);
    output.say(closing(result, records));
    if (result.from === null && !result.rolledBack)
      for (const line of firstSteps(places, output)) output.say(line);
  }
  return failed.length === 0 && !result.rolledBack ? exitCode.done : exitCode.failed;
};

const asJson = (result: SwitchResult, warnings: readonly string[], absent: readonly string[]) => ({
  outcome: result.outcome,
  from: result.from,
  to: result.to,
  rolledBack: result.rolledBack,
  warnings,
  missingPrograms: absent,
  ...planAsJson(result.plan),
  notes: result.notes,
  steps: result.steps,
});

/** Programs and variables; of a generation that cannot be read nothing is known, and the switch was about to leave it. */
const recordChanges = ({ outcome, from, to, rolledBack }: SwitchResult): RecordChanges => {
  if (outcome !== "switched" || rolledBack) return { packages: [], variables: [] };
  return compareRecords(from === null ? undefined : readRecordIfWhole(from.path), readRecordIfWhole(to.path));
};

const readRecordIfWhole = (generation: string): GenerationRecord | undefined => {
  try {
    return readRecord(generation as StorePath);
  } catch (error) {
    if (error instanceof LaresError && /^(damaged|newer)-generation$/.test(error.code)) return undefined;
    throw error;
  }
};

/** A screenful at most. */
const opening = (
  { plan, notes, recovery, from }: SwitchResult,
  records: RecordChanges,
  { colour, verbose }: Output,
): readonly string[] => [
  ...(recovery === undefined
    ? []
    : [`${printable(recovery.why)} had been interrupted; it was ${recovery.outcome} first`]),
  ...renderRows(planRows(plan), colour, verbose ? { origins: true } : { limit: 16 }),
  ...renderRecordChanges(newsOf(records, from === null && !verbose), colour, verbose ? {} : { limit: 8 }),
  ...notes.map(({ path, what }) => `  ${homePath(path)}: ${printable(what)}`),
];

/** In a first generation every variable is new, which is news to nobody. */
const newsOf = (records: RecordChanges, isFirst: boolean): RecordChanges =>
  isFirst ? { ...records, variables: [] } : records;

const closing = ({ outcome, from, to, plan, rolledBack }: SwitchResult, records: RecordChanges): string => {
  const rows = planRows(plan);
  const changes = [summariseRows(rows), summariseRecordChanges(records)]
    .filter((part) => part !== "")
    .join(", ");
  const backedUp = rows.some(({ kind }) => kind === "backup") ? " (lares backups lists the backups)" : "";
  if (rolledBack)
    return `an activation step failed, so your home is ${from === null ? "as it was before" : `at generation ${from.number} again`}`;
  if (outcome === "nothing") return `nothing to do: generation ${to.number} is in place`;
  if (outcome === "repaired")
    return `generation ${to.number} put right: ${changes === "" ? "activation steps ran again" : changes}${backedUp}`;
  const what = changes === "" ? "no file changed" : changes;
  return from === null
    ? `your home is at generation ${to.number}: ${what}${backedUp}`
    : `generation ${from.number} → ${to.number}: ${what}${backedUp}`;
};

const firstSteps = (places: Places, { colour, columns }: Output): readonly string[] => {
  const self = `${shortPath(places.anchor)}/home-path/bin/lares`;
  return [
    "",
    ...hangingText(
      "",
      `to have its programs and variables in every shell, add to ${colour.bold("~/.profile")} (or ~/.bashrc, ~/.zshrc):`,
      columns,
    ),
    `  eval "$(${self} shellenv)"`,
    `to undo all of it: ${invokedAs()} uninstall`,
  ];
};

const diffLines = async (
  { plan, from, to }: SwitchResult,
  { colour }: Output,
): Promise<readonly string[]> => {
  if (from === null) return [];
  const { contentDiff } = await import("./render/content-diff.ts");
  const { contentOnDisk } = await import("../pipeline/contents.ts");
  const at = (generation: string, path: string) => contentOnDisk(`${generation}/home-files/${path}`);
  return plan.changes
    .filter(({ change }) => change === "changed")
    .flatMap(({ path }) => contentDiff(at(from.path, path), at(to.path, path), path, colour));
};
