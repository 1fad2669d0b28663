/** Programs that run for long, beside this process's own work, and that are stopped with all that they started. */
import { type ChildProcess, spawn } from "node:child_process";
import { exceptErrno } from "../base/errors.ts";
import { guarded } from "./faults.ts";

export interface ProgramStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it prints, to either stream, as it comes. */
  readonly onOutput: (piece: Buffer) => void;
}

export interface RunningProgram {
  /** Exit status; 128 + n when killed by signal n; 127 where there is no such program. */
  readonly ended: Promise<number>;
  /** Kills the program and its process group. */
  kill(): void;
}

/**
 * Starts a program in a session of its own, so that the terminal's signals reach it only through `kill`, with nothing to
 * read. Both of its streams are one pipe, which keeps what it prints in order.
 */
export const startProgram: (start: ProgramStart) => RunningProgram = guarded(
  "spawn",
  ({ program, args, cwd, environment, onOutput }: ProgramStart) => {
    const child = spawn("/bin/sh", ["-c", joined, "sh", program, ...args], {
      cwd,
      env: environment,
      detached: true,
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    });
    child.stdout!.on("data", onOutput);
    const kill = (): void => killGroup(child);
    return { ended: endOf(child, kill), kill };
  },
);

/**
 * The fourth descriptor ends when this process does, however that may be: then the group is killed, so that nothing goes on
 * writing where the next command builds. Who waits for that is no child of the program, which may wait for all of its own.
 */
const guard = "( { read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 & )";
const joined = `umask 022; ${guard}; exec 3<&-; exec "$@" 2>&1`;

/**
 * What the program left running in its group dies with it. A process that went into another group may keep the pipe
 * open: it is not waited for.
 */
const endOf = (child: ChildProcess, kill: () => void): Promise<number> =>
  new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("exit", (code, signal) => {
      const status = code ?? 128 + (signal === "SIGTERM" ? 15 : 9);
      kill();
      const unread = setTimeout(() => child.stdout!.destroy(), longestDrain);
      child.on("close", () => {
        clearTimeout(unread);
        resolve(status);
      });
    });
  });

/** Milliseconds for reading what a program printed last. */
const longestDrain = 1000;

const killGroup = ({ pid }: ChildProcess): void => {
  if (pid !== undefined) exceptErrno(["ESRCH", "EPERM"], undefined, () => process.kill(-pid, "SIGKILL"));
};
