/** `lares update`: asks for the newest of what is locked, and shows what that changes before it is written. */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { artefactsOf, canonicalText, type LockedPackage, type LockFile } from "../packages/lock-file.ts";
import { lockReferences } from "../packages/lock-references.ts";
import { parseReference } from "../packages/reference.ts";
import { type HomeRequest, loadHome, readLoaded } from "./load-home.ts";
import { lockingOptions } from "./lock-home.ts";
import { lockFileOf, readLock, writeLock } from "./lock-store.ts";

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
  confirm: (changes: readonly LockChange[]) => void,
): Promise<Update> => {
  const home = await loadHome(request);
  const lockFile = lockFileOf(home.config.file);
  const lock = readLock(lockFile);
  const settings = await readLoaded(home, ({ config }) => config.lares);
  const used = await referencesOf(home);
  const references =
    request.names.length === 0
      ? [...directly(lock), ...used]
      : request.names.flatMap((name) => named(name, lock, used));
  const options = {
    ...lockingOptions(home.config.folder, settings, request),
    renew: true,
    acceptChanged: request.acceptChanged,
  };
  const next = await lockReferences(lock, references, options);
  const changes = changesBetween(lock, next);
  confirm(changes);
  return { lockFile, changes, written: !request.dryRun && writeLock(lockFile, next) };
};

/** What the configuration uses and the lock lacks. */
const referencesOf = async (home: Awaited<ReturnType<typeof loadHome>>): Promise<readonly string[]> => {
  const { describeLoaded } = await import("./load-home.ts");
  await describeLoaded(home);
  return [...home.resolver.lacking];
};

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
