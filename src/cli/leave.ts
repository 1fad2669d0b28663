/** What `uninstall` and `eject` have in common: say what would happen, ask, do it, report. */
import { collisionError } from "../activation/collision.ts";
import { eject, type LeaveResult, planLeave, uninstall } from "../activation/leave.ts";
import { type ExitCode, exitCode } from "../base/errors.ts";
import { findPlaces } from "../system/places.ts";
import { dryRun, type FlagValues, reporting, toggle, yes } from "./command.ts";
import { commandLine } from "./command-line.ts";
import { confirm } from "./confirm.ts";
import type { Output } from "./output.ts";
import { homePath, shortPath } from "./render/paths.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "./render/plan.ts";
import { printable } from "./render/printable.ts";
import { counted } from "./render/quantities.ts";
import { stepLines } from "./render/steps.ts";

export const leaveFlags = {
  keepFolders: toggle("leave the store and the generations where they are"),
  ...dryRun,
  ...yes,
  ...reporting,
};

export interface Manner {
  /** Turn links into the files they lead to, instead of giving back what was there before. */
  readonly asPlainFiles: boolean;
  readonly question: string;
  /** How the home is afterwards. */
  readonly done: string;
}

export const leaveHome = async (
  flags: FlagValues<typeof leaveFlags>,
  output: Output,
  manner: Manner,
): Promise<ExitCode> => {
  const places = findPlaces();
  const why = commandLine();
  const plan = planLeave(places, why, manner.asPlainFiles);
  if (plan.collisions.length > 0) throw collisionError(plan.collisions);
  const rows = planRows(plan);
  const changes = summariseRows(rows) || "no file changed";
  if (flags.dryRun) {
    if (output.asJson) output.json(planAsJson(plan));
    else
      for (const line of [...renderRows(rows, output.colour), `it would leave ${changes}`]) output.say(line);
    return exitCode.done;
  }
  if (output.interactive) confirm(output, flags.yes, `${manner.question} (${changes})`);
  const leave = manner.asPlainFiles ? eject : uninstall;
  const result = await leave({ places, why, keepFolders: flags.keepFolders });
  report(result, output, manner.done);
  return result.steps.some(({ result: how }) => how === "failed") ? exitCode.failed : exitCode.done;
};

const report = ({ plan, notes, steps, backups }: LeaveResult, output: Output, done: string): void => {
  if (output.asJson) return output.json({ ...planAsJson(plan), notes, steps, backups });
  const rows = planRows(plan);
  for (const line of renderRows(rows, output.colour, output.verbose ? {} : { limit: 16 })) output.say(line);
  for (const { path, what } of notes) output.say(`  ${homePath(path)}: ${printable(what)}`);
  for (const step of steps) for (const line of stepLines(step, output)) output.print(line);
  if (backups.length > 0) {
    const some = backups.slice(0, 3).map(({ at }) => shortPath(at));
    output.say(
      `${counted(backups.length, "backup")} kept: ${some.join(", ")}${backups.length > 3 ? " …" : ""}`,
    );
  }
  const changes = summariseRows(rows);
  output.say(`${done}${changes === "" ? "" : `: ${changes}`}`);
};
