/** Going to a generation that is there: `switch --generation N`, `rollback`. */
import { collisionError } from "../activation/collision.ts";
import { type Destination, planSwitch, type SwitchOptions, switchTo } from "../activation/switch.ts";
import { type ExitCode, exitCode } from "../base/errors.ts";
import type { Places } from "../system/places.ts";
import { commandLine } from "./command-line.ts";
import type { Output } from "./output.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "./render/plan.ts";
import { reportSwitch } from "./report-switch.ts";

export const switchNumbered = async (
  places: Places,
  to: Destination,
  output: Output,
  {
    dryRun,
    showDiff = false,
    ...options
  }: SwitchOptions & { readonly dryRun: boolean; readonly showDiff?: boolean },
): Promise<ExitCode> => {
  const request = { places, to, why: commandLine(), options };
  if (!dryRun) return await reportSwitch(places, await switchTo(request), output, { showDiff, warnings: [] });
  const plan = planSwitch(request);
  const rows = planRows(plan);
  if (output.asJson) output.json(planAsJson(plan));
  else {
    for (const line of renderRows(rows, output.colour)) output.say(line);
    output.say(rows.length === 0 ? "no file would change" : `it would leave ${summariseRows(rows)}`);
  }
  if (plan.collisions.length > 0) throw collisionError(plan.collisions);
  return exitCode.done;
};
