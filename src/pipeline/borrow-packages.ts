/**
 * `lares shell` and `lares run`: packages for the time of one command, without a configuration and without touching the home.
 * What they stand for is in the home's lock where that has them, else in one of this cache's own.
 */
import { LaresError } from "../base/errors.ts";
import { type PackageReference, packageNamed } from "../base/package.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { realise } from "../build/realise/realise.ts";
import { readKnownCaches } from "../cache/known-caches.ts";
import { findConfig } from "../config/find.ts";
import { needsOf } from "../derivation/needs.ts";
import { isMuslHere, systemOf } from "../derivation/platform.ts";
import { beginSession } from "../derivation/session.ts";
import { lookNearby } from "../fetch/nearby.ts";
import { type LockFile, lockFileName } from "../packages/lock-file.ts";
import { lockReferences } from "../packages/lock-references.ts";
import { createResolver, type Resolver } from "../packages/resolver.ts";
import { openStore } from "../store/open-store.ts";
import { removeTree } from "../system/durable.ts";
import { makeDirectories } from "../system/files.ts";
import { plainSettings } from "./build-packages.ts";
import type { HomeRequest } from "./load-home.ts";
import { lockingOptions } from "./lock-home.ts";
import { lockFileOf, readLock, writeLock } from "./lock-store.ts";
import { requestFor, unattended } from "./realise-home.ts";
import { unknownPackage } from "./unknown-package.ts";

export interface BorrowRequest extends HomeRequest {
  readonly names: readonly string[];
  /** Ask for the newest, whatever was locked before. */
  readonly update: boolean;
}

export interface Borrowed {
  readonly reference: PackageReference;
  readonly path: StorePath;
}

/** The packages are valid while `use` runs, and safe from collection. */
export const borrowPackages = async <T>(
  request: BorrowRequest,
  use: (borrowed: readonly Borrowed[]) => Promise<T>,
): Promise<T> => {
  const { places, builds: { settings, attend = unattended } = {} } = request;
  const { vendored, offline = false } = request.locking ?? {};
  const config = await configIfAny(request);
  lookNearby({
    ...(config !== undefined && { folder: absolutePath(config.slice(0, config.lastIndexOf("/"))) }),
    vendored: vendored === undefined ? [] : [vendored],
    offline,
  });
  const references = await resolveLocked(request, config);
  const borrowed = references.map((reference) => ({ reference, path: reference.outPath as StorePath }));
  const paths = borrowed.map(({ path }) => path);
  const store = openStore(places);
  try {
    if (!paths.map(store.protect).every(Boolean)) {
      request.onStage?.("looking for packages");
      const needed = {
        ...needsOf(paths),
        storePaths: paths,
        settings: { ...plainSettings, ...readKnownCaches(places.varDir) },
      };
      await attend(async (signal, onEvent) =>
        realise({ store, ...(await requestFor(places, needed, { settings, signal, onEvent })) }),
      );
    }
    return await use(borrowed);
  } finally {
    store.close();
  }
};

/** The lock of a configuration counts; what else is in that does not matter here. */
const configIfAny = async ({ cwd, places, config }: HomeRequest): Promise<AbsolutePath | undefined> => {
  try {
    return await findConfig({ cwd, places, ...(config !== undefined && { flag: config }) });
  } catch (error) {
    if (error instanceof LaresError && error.code === "config-not-found" && config === undefined)
      return undefined;
    throw error;
  }
};

const resolveLocked = async (
  request: BorrowRequest,
  config: AbsolutePath | undefined,
): Promise<readonly PackageReference[]> => {
  const { places, names, locking: { offline, frozen } = {}, update } = request;
  const folder = below(places.cacheDir, "shell");
  const own = below(folder, lockFileName);
  const known = together(
    readOwnLock(own),
    update || config === undefined ? undefined : readLock(lockFileOf(config)),
  );
  const first = resolveAll(request, known);
  const lacking = update ? [...first.sourced] : [...first.lacking];
  if (lacking.length === 0 || first.sourced.size < names.length) return checked(names, first);
  if (offline === true || frozen === true) throw notLocked(lacking, offline === true);
  const options = lockingOptions(request.cwd, { minimumReleaseAge: null }, request);
  const lock = await lockReferences(known, lacking, { ...options, renew: update, acceptChanged: true });
  makeDirectories(folder);
  writeLock(own, lock);
  return checked(names, resolveAll(request, lock));
};

/** A cache that cannot be read is made anew. */
const readOwnLock = (file: AbsolutePath): LockFile | undefined => {
  try {
    return readLock(file);
  } catch (error) {
    if (!(error instanceof LaresError)) throw error;
    removeTree(file);
    return undefined;
  }
};

const together = (own: LockFile | undefined, home: LockFile | undefined): LockFile => ({
  names: { ...own?.names, ...home?.names },
  packages: { ...own?.packages, ...home?.packages },
  artefacts: { ...own?.artefacts, ...home?.artefacts },
});

interface Resolved extends Pick<Resolver, "lacking" | "unsupported"> {
  readonly references: readonly PackageReference[];
  /** Names that some source covers. */
  readonly sourced: ReadonlySet<string>;
}

const resolveAll = ({ places, cwd, names }: BorrowRequest, lock: LockFile): Resolved => {
  beginSession({
    storeDir: places.storeDir,
    system: systemOf({ os: process.platform, arch: process.arch }),
    musl: isMuslHere(),
    folder: absolutePath(cwd),
    onLook: () => {},
  });
  const usesIndex = process.env.LARES_PACKAGE_INDEX !== "off";
  const resolver = createResolver({ lock: () => lock, usesIndex: () => usesIndex });
  const references = names.map((name) => resolver.resolve(packageNamed(name)));
  const sourced = names.filter(
    (name, at) =>
      references[at]!.outPath !== undefined || resolver.lacking.has(name) || resolver.unsupported.has(name),
  );
  return { ...resolver, references, sourced: new Set(sourced) };
};

const checked = (names: readonly string[], resolved: Resolved): readonly PackageReference[] => {
  const unknown = names.filter((name) => !resolved.sourced.has(name));
  if (unknown.length > 0) throw unknownPackage(unknown, "a program of the system needs no lares shell");
  const [absent] = resolved.unsupported;
  if (absent !== undefined) throw noArtefact(...absent);
  return resolved.references;
};

const noArtefact = (name: string, reason: string): LaresError =>
  new LaresError({
    code: "no-artefact",
    message: `${name} cannot be had on this system`,
    details: [reason],
    hint: "lares search finds others; a package can be built from source (mkDerivation)",
  });

const notLocked = (names: readonly string[], offline: boolean): LaresError =>
  new LaresError({
    code: "not-locked",
    message: `it is not known yet what ${names.join(", ")} stands for`,
    hint: `run it once without ${offline ? "--offline" : "--frozen"}`,
  });
