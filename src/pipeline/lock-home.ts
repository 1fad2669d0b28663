/**
 * An evaluation whose packages are all locked: evaluate, lock what the lock lacks, evaluate again. With nothing lacking it is
 * one evaluation, without the network.
 */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import type { DescribedHome } from "../home/describe.ts";
import { millisecondsIn, type PackageSettings } from "../home/options/package-settings.ts";
import type { LockFile } from "../packages/lock-file.ts";
import type { LockingOptions } from "../packages/lock-references.ts";
import { acquireLock } from "../system/lock.ts";
import type { Places } from "../system/places.ts";
import { describeLoaded, type HomeRequest, type LoadedHome, loadHomeFrom } from "./load-home.ts";
import { lockFileOf, readLock, writeLock } from "./lock-store.ts";
import { placingReferences } from "./place-references.ts";

/** What flags say of the lock and the network. */
export interface Locking {
  /** The lock is as it has to be: lacking entries are an error. */
  readonly frozen?: boolean;
  /** The network is not asked: bare names that are not locked mean the system's own. */
  readonly offline?: boolean;
  /** A folder that `lares vendor` filled. */
  readonly vendored?: string;
  /** Leave the file as it is, and go on with what it would be: `lares plan`. */
  readonly dry?: boolean;
}

export interface LockedHome {
  readonly home: LoadedHome;
  readonly described: DescribedHome;
  /** References that stay the system's own for lack of a lock. */
  readonly unlocked: readonly string[];
  readonly warnings: readonly string[];
}

/** Throws `not-locked`, and what locking throws. */
export const describeLocked = async (file: AbsolutePath, request: HomeRequest): Promise<LockedHome> => {
  let home = await loadHomeFrom(file, request);
  let described = await describeLoaded(home);
  const before = home.resolver.lacking;
  if (before.size > 0 && mayLock([...before], request.locking)) {
    const { lock, config } = await lockLacking(home, described.description.packageSettings, request);
    if (request.locking?.dry !== true) await addToLock(lockFileOf(file), lock, request.places);
    request.onStage?.("evaluating again");
    home = await loadHomeFrom(config, { ...request, lock });
    described = await describeLoaded(home);
  }
  const unlocked = [...home.resolver.lacking].sort();
  const warnings = warningsOf(home, unlocked);
  const description = {
    ...described.description,
    warnings: [...described.description.warnings, ...warnings],
  };
  return { home, described: { ...described, description }, unlocked, warnings };
};

/** What another command has locked in the meantime stays: from reading to writing nobody else does either. */
const addToLock = async (file: AbsolutePath, lock: LockFile, { varDir }: Places): Promise<void> => {
  const turn = await acquireLock(below(varDir, "packages.lock"), { who: "locking packages", wait: true });
  try {
    const now = readLock(file);
    writeLock(file, {
      names: { ...now.names, ...lock.names },
      packages: { ...now.packages, ...lock.packages },
      artefacts: { ...now.artefacts, ...lock.artefacts },
    });
  } finally {
    turn.release();
  }
};

/** Throws where there has to be a lock and there is none. */
const mayLock = (lacking: readonly string[], { frozen, offline }: Locking = {}): boolean => {
  const named = lacking.filter((name) => name.includes(":"));
  if (frozen === true || (offline === true && named.length > 0))
    throw new LaresError({
      code: "not-locked",
      message: "the lock lacks packages of the configuration",
      details: frozen === true ? lacking.toSorted() : named.toSorted(),
      hint: `run lares switch without ${frozen === true ? "--frozen" : "--offline"}, or lares update, where there is a network`,
    });
  return offline !== true;
};

const lockLacking = async (home: LoadedHome, settings: PackageSettings, request: HomeRequest) => {
  const { lockReferences } = await import("../packages/lock-references.ts");
  const options = lockingOptions(home.config.folder, settings, request);
  const lacking = [...home.resolver.lacking];
  const lock = await placingReferences(home.config.watchSet, lacking, () =>
    lockReferences(home.lock(), lacking, options),
  );
  return { lock, config: home.config.file };
};

export const lockingOptions = (
  folder: string,
  { minimumReleaseAge }: Pick<PackageSettings, "minimumReleaseAge">,
  { places, onStage }: { readonly places: Places; readonly onStage?: HomeRequest["onStage"] },
): LockingOptions => {
  const age = minimumReleaseAge === null ? undefined : millisecondsIn(minimumReleaseAge);
  return {
    folder,
    cacheDir: places.cacheDir,
    ...(age !== undefined && { before: new Date(Date.now() - age) }),
    onLock: (reference) => onStage?.(`locking ${reference}`),
  };
};

const warningsOf = ({ resolver }: LoadedHome, unlocked: readonly string[]): readonly string[] => [
  ...[...resolver.unsupported]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, reason]) => `${name} is the system's own here: ${reason}`),
  ...[...Map.groupBy(resolver.onMachines, ([, runtime]) => runtime)].map(
    ([runtime, all]) =>
      `${all
        .map(([name]) => name)
        .sort()
        .join(", ")}: run by this machine's own ${runtime}, since no source has one for musl`,
  ),
  ...(unlocked.length > 0
    ? [`not locked yet, so the system's own: ${unlocked.join(", ")} (lares update locks them)`]
    : []),
];
