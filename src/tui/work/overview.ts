/** The state of the home at a glance. */
import { listBackups } from "../../activation/backup-index.ts";
import { status } from "../../activation/status.ts";
import { LaresError } from "../../base/errors.ts";
import { shortPath } from "../../cli/render/paths.ts";
import { findConfig } from "../../config/find.ts";
import { findHost } from "../../config/host.ts";
import { storeFigures } from "../../pipeline/store-figures.ts";
import { listGenerations } from "../../profile/generations.ts";
import { readHistory } from "../../profile/history.ts";
import type { Places } from "../../system/places.ts";
import { activityRow } from "./activity.ts";
import type { WorkContext } from "./context.ts";
import type { Overview } from "./requests.ts";

export interface OverviewContext extends Pick<WorkContext, "places"> {
  readonly request: Pick<WorkContext["request"], "places" | "cwd" | "config">;
}

export const readOverview = async ({ places, request }: OverviewContext): Promise<Overview> => {
  const report = status(places);
  const history = readHistory(places);
  const since = history.findLast(({ to }) => to !== null && to.number === report.generation?.number);
  const config = await configIfAny(request);
  const last = history.at(-1);
  return {
    ...hostOf(places),
    ...(config !== undefined && { config: shortPath(config) }),
    status: report,
    ...(since !== undefined && { since: since.time }),
    generations: listGenerations(places).length,
    ...(last !== undefined && { last: activityRow(last) }),
    store: storeFigures(places),
    backups: listBackups(places).length,
  };
};

const hostOf = (places: Places): Pick<Overview, "host" | "home"> => {
  const { name, user, os, arch } = findHost(process.env, places.home);
  return {
    host: { name, user, system: `${os === "darwin" ? "macOS" : "Linux"} ${arch}` },
    home: places.home,
  };
};

const configIfAny = async ({
  places,
  cwd,
  config,
}: OverviewContext["request"]): Promise<string | undefined> => {
  try {
    return await findConfig({ cwd, places, ...(config !== undefined && { flag: config }) });
  } catch (error) {
    if (error instanceof LaresError && error.code === "config-not-found") return undefined;
    throw error;
  }
};
