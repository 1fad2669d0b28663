/** `lares update`: asks for the newest of what is locked, and shows what that changes before it is written. */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { artefactsOf, canonicalText, type LockedPackage, type LockFile } from "../packages/lock-file.ts";
import { lockReferences } from "../packages/lock-references.ts";
import { pruneLock } from "../packages/prune-lock.ts";
import { parseReference } from "../packages/reference.ts";
import { type HomeRequest, loadHome, readLoaded } from "./load-home.ts";
import { lockingOptions } from "./lock-home.ts";
import { lockFileOf, readLock, writeLock } from "./lock-store.ts";
import { usedPackages } from "./used-packages.ts";

export interface UpdateRequest extends HomeRequest {
  /** Bare names, references, or names of packages without their range; all of the lock where empty. */
  readonly names: readonly string[];
  readonly dryRun: boolean;
  readonly acceptChanged: boolean;
}

export interface Update {
  readonly lockFile: AbsolutePath;
  /** By reference, sorted; what did not change is left out. */
  readonly changes: readonly LockChange[];
  /** Names and references that no machine of the configuration uses any more, sorted. */
  readonly removed: readonly string[];
  /** Machines whose home cannot be evaluated here, and why: then nothing is removed. */
  readonly unknown: readonly string[];
  /** Whether the file was written. */
  readonly written: boolean;
}

export interface LockChange {
  /** What the configuration or the index calls it. */
  readonly reference: string;
  readonly from: string | null;
  readonly to: string;
  readonly published?: string;
  /** Files that come with the new version and did not with the old one. */
  readonly downloads: number;
}

/** Throws `not-in-lock`, and what locking throws; nothing is written then. `confirm` sees the changes before they are. */
export const updateLock = async (
  request: UpdateRequest,
  confirm: (changes: readonly LockChange[], removed: readonly string[]) => void,
): Promise<Update> => {
  const home = await loadHome(request);
  const lockFile = lockFileOf(home.config.file);
  const lock = readLock(lockFile);
  const settings = await readLoaded(home, ({ config }) => config.lares);
  const { used, lacking, unknown } = await usedPackages(home.config.file, request, lock);
  // Where it is not known what all machines use, what seems unused is as new as the rest.
  const isWhole = request.names.length === 0 && unknown.length === 0;
  const old = isWhole ? pruneLock(lock, used) : lock;
  const references =
    request.names.length === 0
      ? [...directly(old), ...lacking]
      : request.names.flatMap((name) => named(name, lock, [...lacking]));
  const options = {
    ...lockingOptions(home.config.folder, settings, request),
    renew: true,
    acceptChanged: request.acceptChanged,
  };
  const locked = await lockReferences(old, references, options);
  const next = isWhole ? pruneLock(locked, [...used, ...lacking]) : locked;
  const changes = changesBetween(lock, next);
  const removed = removedBetween(lock, next);
  confirm(changes, removed);
  const written = !request.dryRun && writeLock(lockFile, next);
  return { lockFile, changes, removed, unknown: request.names.length === 0 ? unknown : [], written };
};

const removedBetween = (before: LockFile, after: LockFile): readonly string[] =>
  [...Object.keys(before.names), ...Object.keys(before.packages)]
    .filter((name) => !Object.hasOwn(after.names, name) && !Object.hasOwn(after.packages, name))
    .sort();

/** What was asked for by itself: names, and references that no name leads to. */
const directly = ({ names, packages }: LockFile): readonly string[] => {
  const led = new Set(Object.values(names).flatMap(({ on }) => Object.values(on)));
  return [...Object.keys(names), ...Object.keys(packages).filter((reference) => !led.has(reference))];
};

const named = (name: string, lock: LockFile, used: readonly string[]): readonly string[] => {
  const known = [...directly(lock), ...used];
  const found = known.filter((reference) => reference === name || withoutRange(reference) === name);
  if (found.length > 0) return found;
  throw new LaresError({
    code: "not-in-lock",
    message: `the lock has no ${name}`,
    details: known.length === 0 ? ["nothing is locked yet"] : [`it has ${known.sort().join(", ")}`],
    hint: "add it to home.packages first; lares switch locks it",
  });
};

/** `npm:@biomejs/biome@2` → `@biomejs/biome`. */
const withoutRange = (reference: string): string =>
  (parseReference(reference)?.what ?? reference).replace(/(?<=.)@[^/]*$/, "");

const changesBetween = (before: LockFile, after: LockFile): readonly LockChange[] =>
  Object.entries(after.packages)
    .filter(([reference, locked]) => !isSame(before.packages[reference], locked, before, after))
    .map(([reference, locked]) => ({
      reference,
      from: before.packages[reference]?.version ?? null,
      to: locked.version,
      ...(locked.published !== undefined && { published: locked.published }),
      downloads: artefactsOf(locked).filter(
        (name) => before.artefacts[name]?.integrity !== after.artefacts[name]?.integrity,
      ).length,
    }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));

const isSame = (a: LockedPackage | undefined, b: LockedPackage, before: LockFile, after: LockFile): boolean =>
  a !== undefined &&
  canonicalText(a) === canonicalText(b) &&
  artefactsOf(b).every((name) => before.artefacts[name]?.integrity === after.artefacts[name]?.integrity);
