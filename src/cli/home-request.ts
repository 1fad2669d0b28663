/** What the flags of an evaluating command ask for. */
import { resolve } from "node:path";
import type { HomeRequest } from "../pipeline/load-home.ts";
import type { Places } from "../system/places.ts";
import { showProgress } from "../system/terminal.ts";
import type { evaluating, FlagValues, locking } from "./command.ts";

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
