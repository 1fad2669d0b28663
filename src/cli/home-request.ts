/** What the flags of an evaluating command ask for. */
import type { HomeRequest } from "../pipeline/load-home.ts";
import type { Places } from "../system/places.ts";
import { showProgress } from "../system/terminal.ts";
import type { evaluating, FlagValues } from "./command.ts";

export const homeRequest = (places: Places, flags: FlagValues<typeof evaluating>): HomeRequest => {
  const { config, host, os } = flags;
  const hostChoice = { ...(host !== undefined && { name: host }), ...(os !== undefined && { os }) };
  return {
    places,
    cwd: process.cwd(),
    onStage: (what) => showProgress(`${what} …`),
    ...(config !== undefined && { config }),
    ...(Object.keys(hostChoice).length > 0 && { hostChoice }),
  };
};
