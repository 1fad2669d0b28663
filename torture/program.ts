/**
 * A private copy of the built program, so that nobody who builds meanwhile changes what is being tested, and commands run
 * with it as a person would at a prompt.
 */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const checkout = resolve(import.meta.dirname, "..");

export interface Program {
  /** The bundle's entry. */
  readonly entry: string;
  /** `bin/lares` of the copy. */
  readonly launcher: string;
  /** Where node keeps what it compiled, shared by all runs. */
  readonly compiled: string;
}

/** Copies `dist/` and leads to the rest; times stay, so that the copy passes for the build it is of. */
export const copyProgram = (folder: string): Program => {
  fs.mkdirSync(join(folder, "bin"), { recursive: true });
  fs.cpSync(join(checkout, "dist"), join(folder, "dist"), { recursive: true, preserveTimestamps: true });
  fs.copyFileSync(join(checkout, "bin/lares"), join(folder, "bin/lares"));
  for (const name of ["node_modules", "package.json", "modules", "templates", "src", "scripts"])
    fs.symlinkSync(join(checkout, name), join(folder, name));
  return programIn(folder);
};

export const programIn = (folder: string): Program => ({
  entry: join(folder, "dist/lares.js"),
  launcher: join(folder, "bin/lares"),
  compiled: join(folder, "compiled"),
});

/** Memory where there is some: a thousand homes are made and removed, and nothing of them is for keeps. */
export const workFolder = (): string => {
  const chosen = process.env.LARES_TORTURE_ON;
  if (chosen !== undefined) return chosen;
  return fs.existsSync("/dev/shm") ? "/dev/shm" : fs.realpathSync(tmpdir());
};

export type Answer = SpawnSyncReturns<string>;

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which it counts as hanging. */
  readonly timeout?: number;
  /** Words that come before the program: strace and its like. */
  readonly under?: readonly string[];
  readonly input?: string;
}

export const environmentOf = (
  program: Program,
  home: string,
  more: RunOptions["env"] = {},
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      HOME: home,
      LARES_PACKAGE_INDEX: "off",
      PATH: process.env.PATH,
      USER: "torture",
      SHELL: "/bin/sh",
      TZ: "UTC",
      NO_COLOR: "1",
      NODE_COMPILE_CACHE: program.compiled,
      ...more,
    }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );

export const run = (
  program: Program,
  { home, config }: { readonly home: string; readonly config: string },
  words: readonly string[],
  { env, timeout = 60_000, under = [], input = "" }: RunOptions = {},
): Answer => {
  const [first, ...rest] = [...under, process.execPath, program.entry, ...words];
  return spawnSync(first!, rest, {
    cwd: config,
    env: environmentOf(program, home, env),
    encoding: "utf8",
    killSignal: "SIGKILL",
    maxBuffer: 64 * 1024 * 1024,
    timeout,
    input,
  });
};
