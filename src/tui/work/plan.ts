/** What a switch would do now. */
import { isIdle } from "../../activation/plan.ts";
import { shortPath } from "../../cli/render/paths.ts";
import { planRows, summariseRows } from "../../cli/render/plan.ts";
import { planHome } from "../../pipeline/switch-home.ts";
import type { WorkContext } from "./context.ts";
import type { PendingPlan } from "./requests.ts";

export const readPlan = async ({ request }: WorkContext): Promise<PendingPlan> => {
  const { plan, changesGeneration, file, warnings } = await planHome(request);
  const rows = planRows(plan);
  return {
    config: shortPath(file),
    wouldChange: changesGeneration || !isIdle(plan),
    summary: summariseRows(rows),
    rows: rows.map(({ kind, path }) => ({ kind, path })),
    collisions: plan.collisions.map(({ path, what, canBackUp }) => ({ path, what, canBackUp })),
    warnings,
  };
};
