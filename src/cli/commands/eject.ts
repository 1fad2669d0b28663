import { collisionError } from "../../activation/collision.ts";
import { eject, planLeave } from "../../activation/leave.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, dryRun, type InvocationOf, reporting, toggle, yes } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { confirm } from "../confirm.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "../render/plan.ts";
import { reportLeave } from "../report-leave.ts";

export const command = declareCommand({
  name: "eject",
  usage: ["[--dry-run] [--keep-folders]"],
  description: [
    "Leaves Lares and keeps its work: every link becomes the plain file it leads to, yours to edit. Then the store, the " +
      "generations and the caches are removed. Programs and session variables of the home go with them.",
  ],
  flags: {
    keepFolders: toggle("leave the store and the generations where they are"),
    ...dryRun,
    ...yes,
    ...reporting,
  },
  positionals: [0, 0],
  examples: [["eject", "turn links into files and remove Lares"]],
  json: "as `lares uninstall --json`",
});

export const run = async ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const places = findPlaces();
  const plan = planLeave(places, commandLine(), true);
  if (plan.collisions.length > 0) throw collisionError(plan.collisions);
  const rows = planRows(plan);
  if (flags.dryRun) {
    if (output.asJson) output.json(planAsJson(plan));
    else
      for (const line of [
        ...renderRows(rows, output.colour),
        `lares eject would leave ${summariseRows(rows) || "no file changed"}`,
      ])
        output.say(line);
    return exitCode.done;
  }
  if (output.interactive)
    confirm(
      output,
      flags.yes,
      `turn the links into files and remove Lares (${summariseRows(rows) || "no file changes"})?`,
    );
  const result = await eject({ places, why: commandLine(), keepFolders: flags.keepFolders });
  reportLeave(result, output, "your home holds plain files, without Lares");
  return exitCode.done;
};
