import { type ExitCode, exitCode } from "../../base/errors.ts";
import { switchHome } from "../../pipeline/switch-home.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import { building } from "../builds.ts";
import {
  declareCommand,
  dryRun,
  evaluating,
  type InvocationOf,
  locking,
  reporting,
  text,
  toggle,
  wholeNumber,
} from "../command.ts";
import { commandLine } from "../command-line.ts";
import { buildingRequest } from "../home-request.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "switch",
  usage: ["[--backup] [--specialisation NAME]", "--generation N"],
  description: [
    "Builds what the configuration describes and makes your home so, in one step: it is wholly the old one or wholly the " +
      "new one. What is in the way is never overwritten: it is listed, and nothing is done, unless --backup may move it aside.",
  ],
  flags: {
    backup: toggle("move what is in the way to a backup (lares backups)", "b"),
    generation: wholeNumber("N", "go to this generation instead of building one", {
      least: 1,
      completes: "generation",
    }),
    specialisation: text("NAME", "activate this variant of the home", {}),
    rollbackOnError: toggle("go back if an activation step fails"),
    noWait: toggle("fail at once if another lares is running"),
    showDiff: toggle("show what changed inside files"),
    ...dryRun,
    ...building,
    ...evaluating,
    ...locking,
    ...reporting,
  },
  positionals: [0, 0],
  examples: [
    ["switch", "make the home what home.config.ts says"],
    ["switch --dry-run", "only say what would happen"],
    ["switch --backup", "move aside what is in the way"],
    ["switch --generation 41", "go to an older generation"],
  ],
  json: "{ outcome: 'switched' | 'repaired' | 'nothing'; from: { number: number; path: string } | null; to: { number: number; path: string }; rolledBack: boolean; warnings: string[]; missingPrograms: string[]; actions: { do: string; path: string; origin?: Origin }[]; changes: { change: 'added' | 'changed' | 'removed'; path: string }[]; collisions: []; notes: { path: string; what: string }[]; steps: { name: string; kind: string; result: string; status?: number }[]; packages: { name: string; before?: PackageState; after?: PackageState }[]; variables: { name: string; before?: string; after?: string }[] }",
});

type Run = InvocationOf<typeof command>;

export const run = async (invocation: Run): Promise<ExitCode> => {
  const { flags } = invocation;
  const places = findPlaces();
  if (flags.generation !== undefined) return await switchToNumbered(places, invocation, flags.generation);
  if (flags.dryRun) {
    const { printPlan } = await import("./plan.ts");
    return await printPlan(flags, invocation.output, { diffs: flags.showDiff, showExit: false });
  }
  return await switchToConfigured(places, invocation);
};

const switchToConfigured = async (places: Places, { flags, output }: Run): Promise<ExitCode> => {
  const switched = await switchHome({
    ...buildingRequest(places, flags, output),
    why: commandLine(),
    ...(flags.specialisation !== undefined && { specialisation: flags.specialisation }),
    options: switchOptions(flags, output),
  });
  for (const warning of switched.warnings) output.warn(printable(warning));
  if (switched.result !== undefined) {
    const { reportSwitch } = await import("../report-switch.ts");
    return await reportSwitch(places, switched.result, output, {
      showDiff: flags.showDiff,
      warnings: switched.warnings,
    });
  }
  const { to, file, warnings } = switched;
  if (output.asJson)
    output.json({
      outcome: "nothing",
      from: to,
      to,
      rolledBack: false,
      warnings,
      missingPrograms: [],
      actions: [],
      changes: [],
      collisions: [],
      notes: [],
      steps: [],
    });
  else output.say(`nothing to do: your home is as ${shortPath(file)} says (generation ${to.number})`);
  return exitCode.done;
};

const switchToNumbered = async (
  places: Places,
  { flags, output }: Run,
  number: number,
): Promise<ExitCode> => {
  if (flags.specialisation !== undefined || flags.config !== undefined)
    throw usageError(
      "--generation goes to a generation that is there; it cannot be combined with --config or --specialisation",
    );
  const { switchNumbered } = await import("../switch-numbered.ts");
  return await switchNumbered(places, { kind: "numbered", number }, output, {
    ...flags,
    ...switchOptions(flags, output),
  });
};

const switchOptions = ({ backup, rollbackOnError, noWait }: Run["flags"], output: Run["output"]) => ({
  backup,
  rollbackOnError,
  wait: !noWait,
  verbose: output.verbose,
  onWait: (holder: { who: string; pid: number } | undefined) =>
    output.warn(
      `waiting for ${holder === undefined ? "another lares" : `${printable(holder.who)} (process ${holder.pid})`} to end`,
    ),
});
