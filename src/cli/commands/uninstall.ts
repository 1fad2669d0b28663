import { collisionError } from "../../activation/collision.ts";
import { planLeave, uninstall } from "../../activation/leave.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, dryRun, type InvocationOf, reporting, toggle, yes } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { confirm } from "../confirm.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "../render/plan.ts";
import { reportLeave } from "../report-leave.ts";

export const command = declareCommand({
  name: "uninstall",
  usage: ["[--dry-run] [--keep-folders]"],
  description: [
    "Gives your home back as it was before Lares: its links and files go, what had to give way comes back from its backup. " +
      "Then the store, the generations and the caches are removed. Your configuration and this checkout stay.",
  ],
  flags: {
    keepFolders: toggle("leave the store and the generations where they are"),
    ...dryRun,
    ...yes,
    ...reporting,
  },
  positionals: [0, 0],
  examples: [
    ["uninstall --dry-run", "what would be removed and put back"],
    ["uninstall", "do it"],
  ],
  json: "{ actions: { do: string; path: string }[]; changes: { change: string; path: string }[]; notes: { path: string; what: string }[]; backups: Backup[] }",
});

export const run = async ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const places = findPlaces();
  const plan = planLeave(places, commandLine(), false);
  if (plan.collisions.length > 0) throw collisionError(plan.collisions);
  const rows = planRows(plan);
  if (flags.dryRun) {
    if (output.asJson) output.json(planAsJson(plan));
    else
      for (const line of [
        ...renderRows(rows, output.colour),
        `lares uninstall would leave ${summariseRows(rows) || "no file changed"}`,
      ])
        output.say(line);
    return exitCode.done;
  }
  if (output.interactive)
    confirm(
      output,
      flags.yes,
      `give the home back without Lares (${summariseRows(rows) || "no file changes"})?`,
    );
  const result = await uninstall({ places, why: commandLine(), keepFolders: flags.keepFolders });
  reportLeave(result, output, "your home is as it was before Lares");
  return exitCode.done;
};
