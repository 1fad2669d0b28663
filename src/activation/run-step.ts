/** One activation step or onChange command: a shell with the few functions that Home Manager's documentation promises. */
import { below } from "../base/paths.ts";
import { stepPrelude } from "../home/step-prelude.ts";
import type { CommandKind, StepOutcome } from "../profile/history.ts";
import { accessible } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { runProgram } from "../system/processes.ts";

export interface StepContext {
  readonly places: Places;
  /** The generation that is left, and the one that is switched to; store paths. */
  readonly from: StepGeneration | undefined;
  readonly to: StepGeneration | undefined;
  readonly verbose?: boolean;
  /** `run` only prints. */
  readonly dryRun?: boolean;
  /** Milliseconds that one step may take; 10 minutes where not given. */
  readonly timeout?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export interface StepGeneration {
  readonly number: number;
  readonly path: string;
}

export const runStep = (
  step: { readonly name: string; readonly kind: CommandKind; readonly script: string },
  context: StepContext,
): StepOutcome => {
  const env = stepEnvironment(context);
  const shell = findShell(env.PATH ?? "");
  const started = performance.now();
  const { status, stdout, stderr, timedOut } = runProgram(
    shell,
    ["-c", `${stepPrelude}\n${step.script}\n`, `lares: ${step.name}`],
    { cwd: context.places.home, env, input: "", timeout: context.timeout ?? tenMinutes },
  );
  const output = `${stdout}${stderr}`;
  return {
    name: step.name,
    kind: step.kind,
    result: status === 0 && !timedOut ? "done" : "failed",
    status,
    ...(timedOut && { timedOut }),
    duration: Math.round(performance.now() - started),
    ...(output !== "" && { output: output.slice(-maximalOutput) }),
  };
};

const tenMinutes = 600_000;
/** Characters of output that are kept in the record: its end, where errors are. */
const maximalOutput = 65_536;

const stepEnvironment = ({
  places,
  from,
  to,
  verbose,
  dryRun,
  env = process.env,
}: StepContext): Record<string, string> => {
  const inherited = Object.entries(env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !internal.test(pair[0]),
  );
  const own = to ?? from;
  const programs = own === undefined ? [] : [below(own.path as never, "home-path", "bin")];
  return {
    ...Object.fromEntries(inherited),
    HOME: places.home,
    /** For steps that take JSON apart: nothing else for it is sure to be there. */
    LARES_NODE: process.execPath,
    PATH: [...programs, env.PATH ?? "/usr/local/bin:/usr/bin:/bin"].join(":"),
    oldGenNum: from === undefined ? "" : String(from.number),
    oldGenPath: from?.path ?? "",
    newGenNum: to === undefined ? "" : String(to.number),
    newGenPath: to?.path ?? "",
    VERBOSE: verbose ? "1" : "",
    VERBOSE_ARG: verbose ? "--verbose" : "",
    VERBOSE_ECHO: verbose ? "echo" : "true",
    DRY_RUN: dryRun ? "1" : "",
    DRY_RUN_CMD: dryRun ? "echo" : "",
    DRY_RUN_NULL: dryRun ? "/dev/stdout" : "/dev/null",
  };
};

/** What is about this process only. */
const internal = /^(NODE_COMPILE_CACHE|NODE_OPTIONS|LARES_FAULT.*)$/;

const findShell = (path: string): string => {
  for (const folder of path.split(":"))
    if (folder.startsWith("/") && accessible(`${folder}/bash`, "execute")) return `${folder}/bash`;
  return "/bin/sh";
};
