/** Newer versions of what the lock file holds. */
import { shortPath } from "../../cli/render/paths.ts";
import { counted } from "../../cli/render/quantities.ts";
import { updateLock } from "../../pipeline/update-lock.ts";
import type { WorkContext } from "./context.ts";
import type { PackageUpdate, Report } from "./requests.ts";

export const readUpdates = async (context: WorkContext): Promise<readonly PackageUpdate[]> => {
  const { changes } = await update(context, true);
  return changes.map(({ reference, from, to }) => ({ reference, from, to }));
};

/** The home stays as it is until the next switch. */
export const takeUpdates = async (context: WorkContext): Promise<Report> => {
  const { changes, lockFile } = await update(context, false);
  const summary = `${counted(changes.length, "package")} updated in ${shortPath(lockFile)}; s in the overview switches`;
  return { done: true, summary, lines: [summary] };
};

const update = (context: WorkContext, dryRun: boolean) => {
  context.onStage("asking the package sources");
  return updateLock({ ...context.request, names: [], dryRun, acceptChanged: false }, () => {});
};
