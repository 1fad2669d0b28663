/** Adds to a lock what references stand for. With the network. */
import { LaresError } from "../base/errors.ts";
import type { Artefact, LockedName, LockedPackage, LockFile } from "./lock-file.ts";
import { indexTargets, isNativeIn } from "./package-index.ts";
import { basePlatforms, type Platform } from "./platforms.ts";
import { parseReference } from "./reference.ts";
import type { Locked, LockOptions } from "./source.ts";
import { sources } from "./sources.ts";

export interface LockingOptions extends Omit<LockOptions, "isNative"> {
  /** Lock anew what the lock has already. */
  readonly renew?: boolean;
  /** Take other bytes for the same version. */
  readonly acceptChanged?: boolean;
  /** Called with each reference that the registry is asked for. */
  readonly onLock?: (reference: string) => void;
}

/** Bare names must be in the index. Throws what the sources throw, and `changed-artefact`. */
export const lockReferences = async (
  lock: LockFile,
  references: readonly string[],
  options: LockingOptions,
): Promise<LockFile> => {
  const wanted = [...new Set(references)].sort();
  const bare = wanted.filter((reference) => parseReference(reference) === undefined);
  const targets = new Set(bare.flatMap((name) => Object.values(indexTargets(name) ?? {})));
  const explicit = wanted.filter((reference) => parseReference(reference) !== undefined);
  const found = await lockEach(
    lock,
    [...new Set([...explicit, ...targets])],
    new Set(explicit),
    options,
  ).catch((error) => {
    throw withWhatIsThere(error, lock, wanted);
  });
  const next = merged(lock, found, bare, options);
  const runtimes = new Set(Object.values(next.packages).flatMap(({ runtime }) => runtime ?? []));
  const absent = [...runtimes].filter((name) => !Object.hasOwn(next.names, name));
  return absent.length === 0 ? next : lockReferences(next, absent, { ...options, renew: false });
};

/** Without the network: what cannot go on for lack of it, and what can. */
const withWhatIsThere = (error: unknown, lock: LockFile, wanted: readonly string[]): unknown => {
  if (!(error instanceof LaresError) || error.code !== "registry-unreachable") return error;
  const { code, message, details, hint, cause } = error;
  const isLocked = (reference: string) =>
    Object.hasOwn(lock.packages, reference) || Object.hasOwn(lock.names, reference);
  const lacking = wanted.filter((reference) => !isLocked(reference));
  const locked = Object.keys(lock.packages).length;
  const state = [
    ...(lacking.length > 0 ? [`not locked yet: ${lacking.join(", ")}`] : []),
    locked === 0
      ? "nothing is locked yet"
      : `locked already, and not asked for again: ${locked} ${locked === 1 ? "package" : "packages"}`,
  ];
  return new LaresError({
    code,
    message,
    details: [...details, ...state],
    ...(hint !== undefined && { hint }),
    cause,
  });
};

type Found = ReadonlyMap<string, Locked | LaresError>;

/** A target of the index that a registry does not have counts as not there; what a person named has to be. */
const lockEach = async (
  lock: LockFile,
  references: readonly string[],
  explicit: ReadonlySet<string>,
  options: LockingOptions,
): Promise<Found> => {
  const missing = references.filter((one) => options.renew === true || !Object.hasOwn(lock.packages, one));
  const found = new Map<string, Locked | LaresError>();
  const queue = [...missing];
  const worker = async (): Promise<void> => {
    for (let reference = queue.shift(); reference !== undefined; reference = queue.shift()) {
      options.onLock?.(reference);
      found.set(reference, await lockOne(reference, explicit.has(reference), options));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
};

const atOnce = 6;

const lockOne = async (
  reference: string,
  isExplicit: boolean,
  options: LockingOptions,
): Promise<Locked | LaresError> => {
  const { source, what } = parseReference(reference)!;
  try {
    return await sources[source]!.lock(what, { ...options, isNative: (one) => isNativeIn(source, one) });
  } catch (error) {
    if (!isExplicit && error instanceof LaresError && absentCodes.has(error.code)) return error;
    throw error;
  }
};

const absentCodes: ReadonlySet<string> = new Set(["package-not-found", "version-not-found"]);

const merged = (lock: LockFile, found: Found, bare: readonly string[], options: LockingOptions): LockFile => {
  const packages: Record<string, LockedPackage> = { ...lock.packages };
  const artefacts: Record<string, Artefact> = { ...lock.artefacts };
  for (const [reference, locked] of found) {
    if (locked instanceof LaresError) continue;
    packages[reference] = locked.package;
    for (const [name, artefact] of Object.entries(locked.artefacts)) {
      const before = artefacts[name];
      if (before !== undefined && before.integrity !== artefact.integrity && options.acceptChanged !== true)
        throw changed(name, before, artefact);
      artefacts[name] = artefact;
    }
  }
  const names = Object.fromEntries(bare.map((name) => [name, lockedName(name, packages, found)]));
  return { names: { ...lock.names, ...names }, packages, artefacts };
};

const lockedName = (name: string, packages: LockFile["packages"], found: Found): LockedName => {
  const on: Partial<Record<Platform, string>> = {};
  const unsupported: Partial<Record<Platform, string>> = {};
  const targets = indexTargets(name) ?? {};
  for (const platform of basePlatforms) {
    const reference = targets[platform];
    const locked = reference === undefined ? undefined : packages[reference];
    const refused = reference === undefined ? undefined : found.get(reference);
    const reason =
      reference === undefined
        ? "the index has no source for it"
        : refused instanceof LaresError
          ? refused.message
          : locked?.unsupported?.[platform];
    if (reason === undefined && reference !== undefined) on[platform] = reference;
    else unsupported[platform] = reason ?? "it was not locked";
  }
  return { on, ...(Object.keys(unsupported).length > 0 && { unsupported }) };
};

const changed = (name: string, before: Artefact, now: Artefact): LaresError =>
  new LaresError({
    code: "changed-artefact",
    message: `${name} is not what it was: its registry has other bytes under the same version`,
    details: [`locked ${before.integrity}`, `now    ${now.integrity}`],
    hint: "a published version should never change: find out why; then `lares update --accept-changed` takes the new bytes",
  });
