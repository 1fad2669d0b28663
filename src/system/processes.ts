/** Child processes, all started here. Commands are argument lists; nothing is ever pasted into a shell line. */
import { spawn, spawnSync } from "node:child_process";
import { guarded } from "./faults.ts";
import { killMarked, newMark } from "./marked-processes.ts";

export interface ProcessResult {
  /** Exit status; 128 + n when killed by signal n; 127 when the program was not found. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** The whole environment of the child; the parent's where absent. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds after which the child is killed, with all that it started. */
  readonly timeout?: number;
}

/** Runs a program to its end and collects what it prints (16 MiB at most). */
export const runProgram = guarded(
  "spawn",
  (program: string, args: readonly string[], options: ProcessOptions = {}): ProcessResult => {
    const mark = options.timeout === undefined ? undefined : newMark();
    const child = spawnSync(program, args, {
      encoding: "utf8",
      maxBuffer: 16 * 1024 * 1024,
      killSignal: "SIGKILL",
      ...options,
      ...(mark !== undefined && { env: { ...(options.env ?? process.env), ...mark } }),
    });
    const timedOut = (child.error as NodeJS.ErrnoException | undefined)?.code === "ETIMEDOUT";
    if (timedOut && mark !== undefined) killMarked(mark);
    return {
      status: statusOf(child.status, child.signal, child.error),
      stdout: child.stdout ?? "",
      stderr: child.stderr ?? "",
      timedOut,
    };
  },
);

/** Runs a program on this terminal; resolves to its exit status. */
export const runInTerminal = (
  program: string,
  args: readonly string[],
  options: Omit<ProcessOptions, "input" | "timeout"> = {},
): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    child.on("error", () => resolve(127));
    child.on("exit", (code, signal) => resolve(statusOf(code, signal, undefined)));
  });

/**
 * Runs a program in place of this one, as far as that can be: on this terminal, whose Ctrl-C is the program's alone; other
 * signals are handed on to it. Resolves to its exit status.
 */
export const runInForeground = async (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> => {
  const child = spawn(program, args, { stdio: "inherit", env });
  const ignore = (): void => {};
  const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of fromTerminal) process.on(signal, ignore);
  for (const signal of fromElsewhere) process.on(signal, handOn);
  try {
    return await new Promise((resolve) => {
      child.on("error", () => resolve(127));
      child.on("exit", (code, signal) => resolve(statusOf(code, signal, undefined)));
    });
  } finally {
    for (const signal of fromTerminal) process.off(signal, ignore);
    for (const signal of fromElsewhere) process.off(signal, handOn);
  }
};

const fromTerminal = ["SIGINT", "SIGQUIT"] as const;
const fromElsewhere = ["SIGTERM", "SIGHUP"] as const;

const statusOf = (code: number | null, signal: string | null, error: Error | undefined): number => {
  if (code !== null) return code;
  if (signal !== null) return 128 + (signalNumbers[signal] ?? 9);
  return error === undefined ? 1 : 127;
};

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
