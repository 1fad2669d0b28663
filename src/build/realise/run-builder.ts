/** Runs a builder that is a program: its folders, its sandbox, its time limits; and brings what it made aside. */
import { type AbsolutePath, below, type StorePath } from "../../base/paths.ts";
import type { Derivation } from "../../format/derivation.ts";
import type { LocalStore } from "../../store/store.ts";
import { startProgram } from "../../system/build-process.ts";
import { removeTree } from "../../system/durable.ts";
import {
  chmod,
  fileSystemOf,
  lstat,
  makeDirectories,
  readlink,
  rename,
  symlink,
  writeFile,
} from "../../system/files.ts";
import { encodeName } from "../../system/names.ts";
import { sandboxPath } from "../sandbox/choose.ts";
import type { Confinement, WorkFolder } from "../sandbox/sandbox.ts";
import { writeEtc } from "../sandbox/system-paths.ts";
import { type BuildFailure, buildFailed } from "./build-failed.ts";
import type { BuildLog } from "./build-log.ts";
import { builderEnvironment } from "./environment.ts";
import { isFixed } from "./fixed.ts";
import { outputPaths } from "./graph.ts";
import type { BuildSettings } from "./settings.ts";

export interface BuilderRun {
  readonly store: LocalStore;
  readonly derivation: Derivation;
  readonly drvPath: StorePath;
  /** All that the builder may read of the store. */
  readonly inputs: readonly StorePath[];
  /** By output name: where to bring what it made. */
  readonly places: Readonly<Record<string, AbsolutePath>>;
  readonly work: WorkFolder;
  readonly confinement: Confinement;
  readonly settings: BuildSettings;
  /** Processors it may use. */
  readonly cores: number;
  readonly log: BuildLog;
  readonly signal: AbortSignal;
}

/** Throws `build-failed`, `build-timeout`, and the signal's reason. */
export const runBuilder = async (run: BuilderRun): Promise<void> => {
  const { store, derivation, work, confinement } = run;
  const scratch = store.temporaryPlace();
  const { variables, files } = builderEnvironment({
    derivation,
    storeDir: store.directory,
    folder: confinement.folderSeen(work.build),
    cores: run.cores,
    outer: process.env,
  });
  for (const [name, text] of Object.entries(files)) writeFile(below(work.build, name), encodeName(text));
  writeEtc(work);
  if (confinement.hasOwnStore) prepareScratch(scratch, run.inputs);
  else clearOutputs(run);
  try {
    const failure = await execute(run, scratch, variables);
    run.signal.throwIfAborted();
    if (failure !== undefined) throw buildFailed(run.drvPath, derivation, run.log, failure);
    bringAside(run, scratch);
  } finally {
    if (lstat(scratch) !== undefined) removeTree(scratch);
    if (!confinement.hasOwnStore) clearOutputs(run);
  }
};

/** The builder's store: places for its inputs to be bound over. A link is one itself, as it cannot be bound. */
const prepareScratch = (scratch: AbsolutePath, inputs: readonly StorePath[]): void => {
  makeDirectories(scratch, 0o755);
  for (const input of inputs) {
    const at = inScratch(scratch, input);
    const kind = lstat(input)?.kind;
    if (kind === "link") symlink(readlink(input)!, at);
    else if (kind === "directory") makeDirectories(at);
    else writeFile(at, "");
  }
};

const inScratch = (scratch: AbsolutePath, path: StorePath): AbsolutePath =>
  below(scratch, path.slice(path.lastIndexOf("/") + 1));

/** Without a store of its own the builder writes to the real paths; those of its outputs are not valid, so not in use. */
const clearOutputs = ({ store, derivation }: BuilderRun): void => {
  for (const path of outputPaths(derivation))
    if (!store.isValid(path) && lstat(path) !== undefined) removeTree(path);
};

/** Why it failed; undefined where it did not. */
const execute = async (
  run: BuilderRun,
  scratch: AbsolutePath,
  environment: Readonly<Record<string, string>>,
): Promise<BuildFailure | undefined> => {
  const { store, derivation, inputs, work, confinement, log, signal } = run;
  signal.throwIfAborted();
  const { program, args } = confinement.command({
    storeDir: store.directory,
    scratch,
    inputs: inputs.filter((path) => lstat(path)?.kind !== "link"),
    outputs: outputPaths(derivation),
    work,
    network: isFixed(derivation),
    environment,
    builder: derivation.builder,
    args: derivation.args,
  });
  const limits = watchTime(run.settings);
  let broken: { readonly error: unknown } | undefined;
  const running = startProgram({
    program,
    args,
    cwd: work.build,
    environment: { PATH: sandboxPath },
    onOutput: (piece) => {
      limits.heard();
      attempt(() => log.write(piece));
    },
  });
  /** Thrown here, it would be nobody's: the build ends for it instead. */
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      broken ??= { error };
      running.kill();
    }
  };
  limits.onLimit(running.kill);
  signal.addEventListener("abort", running.kill, { once: true });
  try {
    const status = await running.ended;
    if (broken !== undefined) throw broken.error;
    if (limits.reached !== undefined) return limits.reached;
    if (status === 0) return undefined;
    return { kind: "status", status, diskFull: [store.directory, work.path].some(isFull) };
  } finally {
    signal.removeEventListener("abort", running.kill);
    limits.stop();
  }
};

const isFull = (path: AbsolutePath): boolean => fileSystemOf(path).free < leastRoom;
/** Bytes: below, a failure is likely to come from the disk. */
const leastRoom = 8 * 1024 * 1024;

const watchTime = ({ buildTimeout, silentTimeout }: BuildSettings) => {
  let kill = (): void => {};
  let reached: BuildFailure | undefined;
  const limit = (kind: "timeout" | "silence", seconds: number) => {
    reached ??= { kind, seconds };
    kill();
  };
  const timer = (kind: "timeout" | "silence", seconds: number | null) =>
    seconds === null ? undefined : setTimeout(() => limit(kind, seconds), seconds * 1000);
  const whole = timer("timeout", buildTimeout);
  const silent = timer("silence", silentTimeout);
  return {
    onLimit: (stop: () => void) => {
      kill = stop;
    },
    heard: () => silent?.refresh(),
    stop: () => {
      clearTimeout(whole);
      clearTimeout(silent);
    },
    get reached() {
      return reached;
    },
  };
};

/** A folder has to be writable to be moved to another one; sealing makes it read-only again. */
const bringAside = ({ derivation, confinement, places }: BuilderRun, scratch: AbsolutePath): void => {
  for (const [output, { path }] of Object.entries(derivation.outputs)) {
    const at = confinement.hasOwnStore ? inScratch(scratch, path) : path;
    const status = lstat(at);
    if (status === undefined) continue;
    if (status.kind === "directory") chmod(at, status.mode | 0o700);
    rename(at, places[output]!);
  }
};
