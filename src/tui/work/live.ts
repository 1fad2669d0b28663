/** A file's link to its working file, and back into the generation. */
import { goLive } from "../../activation/live.ts";
import { homePath, shortPath } from "../../cli/render/paths.ts";
import { liveTargets } from "../../pipeline/live-files.ts";
import { switchHome } from "../../pipeline/switch-home.ts";
import type { WorkContext } from "./context.ts";
import type { Report } from "./requests.ts";

export const setLive = async (
  { places, request }: WorkContext,
  path: string,
  on: boolean,
): Promise<Report> => {
  if (!on) {
    const options = { keepLive: (other: string) => other !== path };
    const { to } = await switchHome({ ...request, why: "lares ui: live off", options });
    return done(`${homePath(path)} is captured in generation ${to.number}`);
  }
  const targets = await liveTargets(request, [`${places.home}/${path}`]);
  await goLive(places, targets, "lares ui: live on");
  return done(`${homePath(path)} is live: ${targets.map(({ source }) => shortPath(source)).join(", ")}`);
};

const done = (summary: string): Report => ({ done: true, summary, lines: [summary] });
