/** One build, from its lock to registered outputs. */
import { availableParallelism } from "node:os";
import { LaresError } from "../../base/errors.ts";
import type { AbsolutePath, StorePath } from "../../base/paths.ts";
import type { Derivation } from "../../format/derivation.ts";
import { createContentPool } from "../../store/content-pool.ts";
import type { Admissible, LocalStore } from "../../store/store.ts";
import { explainingDisk } from "../../system/disk-errors.ts";
import { removeTree } from "../../system/durable.ts";
import { lstat } from "../../system/files.ts";
import type { BuiltinBuilder } from "../builtin-builder.ts";
import type { Confinement } from "../sandbox/sandbox.ts";
import { openWorkFolder } from "../sandbox/work-folder.ts";
import { type BuildLog, openBuildLog } from "./build-log.ts";
import type { RealiseEvent } from "./events.ts";
import { runBuilder } from "./run-builder.ts";
import type { BuildSettings } from "./settings.ts";
import { type Made, takeOutputs } from "./take-outputs.ts";

export interface BuildContext {
  readonly store: LocalStore;
  readonly varDir: AbsolutePath;
  readonly settings: BuildSettings;
  /** Chosen when the first build asks. Throws `no-sandbox`. */
  readonly confinement: () => Confinement;
  readonly builtins: Readonly<Record<string, () => Promise<BuiltinBuilder>>>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RealiseEvent) => void;
}

export interface Built {
  readonly objects: readonly Admissible[];
  readonly discard: () => void;
}

/** What the builder made, in temporary places of the store, which `discard` empties. */
export interface Attempt extends Made {
  readonly discard: () => void;
}

/**
 * The inputs must be valid and protected. Gives what is ready to be admitted, all of it at once, or to be discarded: after
 * the one as well as in place of it.
 */
export const buildDerivation = async (
  context: BuildContext,
  drvPath: StorePath,
  derivation: Derivation,
  inputs: readonly StorePath[],
): Promise<Built> => {
  const { store } = context;
  const attempt = await makeOutputs(context, drvPath, derivation, inputs);
  const { discard } = attempt;
  try {
    return explainingDisk(store.directory, () => {
      const pool = createContentPool(store.directory);
      return { objects: takeOutputs(attempt, pool).map((object) => ({ ...object, pool })), discard };
    });
  } catch (error) {
    discard();
    throw error;
  }
};

/** Runs the builder with a log; nothing is registered. The caller discards what it gets. */
export const makeOutputs = async (
  context: BuildContext,
  drvPath: StorePath,
  derivation: Derivation,
  inputs: readonly StorePath[],
): Promise<Attempt> => {
  const { store, varDir, onEvent } = context;
  assertSystem(derivation);
  const names = Object.keys(derivation.outputs);
  const places = Object.fromEntries(names.map((name) => [name, store.temporaryPlace()]));
  const discard = (): void => {
    for (const place of Object.values(places)) if (lstat(place) !== undefined) removeTree(place);
  };
  const log = openBuildLog(varDir, drvPath, (line) => onEvent({ type: "build-log", drvPath, line }));
  try {
    const unsandboxed = await run(context, { drvPath, derivation, inputs, places, log });
    return { drvPath, derivation, places, inputs, unsandboxed, discard };
  } catch (error) {
    discard();
    throw error;
  } finally {
    log.close();
  }
};

interface Run {
  readonly drvPath: StorePath;
  readonly derivation: Derivation;
  readonly inputs: readonly StorePath[];
  readonly places: Readonly<Record<string, AbsolutePath>>;
  readonly log: BuildLog;
}

/** Says whether nothing kept the builder from the rest of the machine. */
const run = async (context: BuildContext, build: Run): Promise<boolean> => {
  if (build.derivation.builder.startsWith("builtin:")) {
    await runBuiltin(context, build);
    return false;
  }
  const { store, varDir, settings, signal } = context;
  const work = openWorkFolder(varDir, build.derivation.name);
  const confinement = context.confinement();
  try {
    await runBuilder({
      ...build,
      ...{ store, work, confinement, settings, signal },
      cores: settings.cores || availableParallelism(),
    });
    return confinement.kind === "none";
  } catch (error) {
    if (!settings.keepFailed || signal.aborted || !(error instanceof LaresError)) throw error;
    throw withKept(error, work.build);
  } finally {
    if (!settings.keepFailed || !failedWork.delete(work.build)) removeTree(work.path);
  }
};

/** Folders of failed builds that are kept for a look. */
const failedWork = new Set<AbsolutePath>();

const withKept = (error: LaresError, folder: AbsolutePath): LaresError => {
  failedWork.add(folder);
  return new LaresError({
    ...{ code: error.code, message: error.message, exitCode: error.exitCode, cause: error.cause },
    details: [...error.details, `its folder is kept: ${folder}`],
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.place !== undefined && { place: error.place }),
  });
};

const runBuiltin = async (
  { builtins, signal, onEvent }: BuildContext,
  { drvPath, derivation, places, log }: Run,
): Promise<void> => {
  const name = derivation.builder.slice("builtin:".length);
  if (!Object.hasOwn(builtins, name)) throw unknownBuiltin(derivation, Object.keys(builtins));
  const build = await builtins[name]!();
  const finalPaths = Object.fromEntries(
    Object.entries(derivation.outputs).map(([output, { path }]) => [output, path]),
  );
  try {
    await build({
      derivation,
      outputs: places,
      finalPaths,
      log: (line) => log.line(line),
      onBytes: (bytes, total) =>
        onEvent({ type: "build-bytes", drvPath, bytes, ...(total !== undefined && { total }) }),
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    log.line(error instanceof Error ? error.message : String(error));
    throw error;
  }
  signal.throwIfAborted();
};

const assertSystem = ({ name, system, builder }: Derivation): void => {
  if (system === "builtin" || builder.startsWith("builtin:") || runnable().includes(system)) return;
  throw new LaresError({
    code: "wrong-system",
    message: `${name} is to be built on ${system}, and this machine is ${runnable()[0]}`,
    hint: "build it on a machine of that kind and fetch it through a binary cache (`lares cache push`)",
  });
};

/** The machine's own system first, then those whose programs it runs too. */
const runnable = (): readonly string[] => {
  const processor = { x64: "x86_64", arm64: "aarch64", ia32: "i686", arm: "armv7l" }[process.arch as string];
  const own = `${processor ?? process.arch}-${process.platform}`;
  return own === "x86_64-linux" ? [own, "i686-linux"] : [own];
};

const unknownBuiltin = ({ name, builder }: Derivation, known: readonly string[]): LaresError =>
  new LaresError({
    code: "unknown-builder",
    message: `${name} asks for ${builder}, which this lares does not have`,
    details: [`it has ${known.map((one) => `builtin:${one}`).join(", ")}`],
    hint: "update lares: the derivation may come from a newer one",
  });
