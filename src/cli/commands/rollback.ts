import type { ExitCode } from "../../base/errors.ts";
import { findPlaces } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import {
  declareCommand,
  dryRun,
  type InvocationOf,
  parseWholeNumber,
  reporting,
  toggle,
} from "../command.ts";
import { switchNumbered } from "../switch-numbered.ts";

export const command = declareCommand({
  name: "rollback",
  usage: ["[N]"],
  description: [
    "Goes back to generation N, or to the one before the current one. Nothing is evaluated or built; the configuration " +
      "stays as it is, so the next switch goes forward again.",
  ],
  flags: {
    backup: toggle("move what is in the way to a backup", "b"),
    noWait: toggle("fail at once if another lares is running"),
    ...dryRun,
    ...reporting,
  },
  positionals: [0, 1],
  completes: "generation",
  examples: [
    ["rollback", "to the generation before"],
    ["rollback 41", "to generation 41"],
  ],
  json: "as `lares switch --json`",
});

export const run = ({ flags, positionals, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const [given] = positionals;
  const number = given === undefined ? undefined : parseWholeNumber(given, 1);
  if (given !== undefined && number === undefined)
    throw usageError(`"${given}" is no generation number`, [], "lares generations lists them");
  const to = number === undefined ? ({ kind: "previous" } as const) : ({ kind: "numbered", number } as const);
  return switchNumbered(findPlaces(), to, output, {
    backup: flags.backup,
    wait: !flags.noWait,
    dryRun: flags.dryRun,
    verbose: output.verbose,
  });
};
