/** What the flags of an evaluating command ask for. */
import { resolve } from "node:path";
import type { HomeRequest } from "../pipeline/load-home.ts";
import type { Places } from "../system/places.ts";
import { showProgress } from "../system/terminal.ts";
import { type BuildFlags, buildWishes } from "./builds.ts";
import type { evaluating, FlagValues, locking } from "./command.ts";
import type { Output } from "./output.ts";

/** For a command that may build what the home needs. */
export const buildingRequest = (
  places: Places,
  flags: Parameters<typeof homeRequest>[1] & BuildFlags,
  output: Output,
): HomeRequest => ({ ...homeRequest(places, flags), builds: buildWishes(flags, output) });

export const homeRequest = (
  places: Places,
  flags: FlagValues<typeof evaluating> & Partial<FlagValues<typeof locking>>,
): HomeRequest => {
  const { config, host, os, frozen, offline, vendored } = flags;
  const hostChoice = { ...(host !== undefined && { name: host }), ...(os !== undefined && { os }) };
  return {
    places,
    cwd: process.cwd(),
    onStage: (what) => showProgress(`${what} …`),
    ...(config !== undefined && { config }),
    ...(frozen !== undefined && {
      locking: {
        frozen,
        offline: offline === true,
        ...(vendored !== undefined && { vendored: resolve(vendored) }),
      },
    }),
    ...(Object.keys(hostChoice).length > 0 && { hostChoice }),
  };
};
