/** Runs programs as a person's shell would, and takes the time. */
import { spawnSync } from "node:child_process";

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
}

export interface Finished {
  /** From before the fork until the exit was seen. */
  readonly milliseconds: number;
  readonly output: string;
}

/** Throws, with what the program printed, where it does not end with `status`. */
export const run = (
  { program, words, environment, folder }: Command,
  { status = 0 }: { status?: number } = {},
): Finished => {
  const start = process.hrtime.bigint();
  const ended = spawnSync(program, words, {
    env: environment,
    ...(folder !== undefined && { cwd: folder }),
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const output = String(ended.stdout);
  if (ended.error !== undefined) throw ended.error;
  if (ended.status !== status)
    throw new Error(
      `${[program, ...words].join(" ")} ended with ${ended.status ?? ended.signal}, not ${status}:\n${output}${ended.stderr}`,
    );
  return { milliseconds, output };
};

/**
 * Nothing of the caller's own settings but PATH: no NODE_OPTIONS, no NODE_EXTRA_CA_CERTS (40 ms on some versions of
 * Node), no XDG folders, so that Lares puts everything below HOME, as it does for most people.
 */
export const environmentFor = (home: string): Readonly<Record<string, string>> => ({
  HOME: home,
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  LANG: "C.UTF-8",
  USER: process.env.USER ?? "bench",
  SHELL: "/bin/sh",
  TERM: "dumb",
});
