/**
 * What package references stand for, by the lock: pure, and for the system that the current derivation session is for.
 * What the lock lacks is noted, and stands for the system's own until it is locked.
 */
import { LaresError } from "../base/errors.ts";
import { bareName, isPackage, type PackageReference } from "../base/package.ts";
import type { StorePath } from "../base/paths.ts";
import { currentSession } from "../derivation/session.ts";
import type { Artefact, LockedPackage, LockFile } from "./lock-file.ts";
import { obstacleFor, targetFor } from "./locked-for.ts";
import { isIndexed, needsGlibc } from "./package-index.ts";
import { baseOf, type Platform, platformFor } from "./platforms.ts";
import { parseReference } from "./reference.ts";
import type { InstantiatedPackage } from "./source.ts";
import { sourceOf } from "./sources.ts";

export interface ResolverInput {
  /** Read when the first reference needs it. */
  readonly lock: () => LockFile;
  /** Whether bare names are looked up in the index. */
  readonly usesIndex: () => boolean;
}

export interface Resolver {
  readonly resolve: (reference: PackageReference) => PackageReference;
  /** All names that have a source, of those resolved so far. */
  readonly used: ReadonlySet<string>;
  /** References that the lock lacks, of those resolved so far. */
  readonly lacking: ReadonlySet<string>;
  /** Why some are the system's own though a source has them: by reference. */
  readonly unsupported: ReadonlyMap<string, string>;
  /** What runs some, where the lock has none for this system and the machine's own has to: by reference, `nodejs`. */
  readonly onMachines: ReadonlyMap<string, string>;
}

export const createResolver = (input: ResolverInput): Resolver => {
  const used = new Set<string>();
  const lacking = new Set<string>();
  const unsupported = new Map<string, string>();
  const onMachines = new Map<string, string>();
  const known = new Map<string, Partial<PackageReference>>();
  const resolve = (reference: PackageReference): PackageReference => {
    if (!isPackage(reference) || reference.outPath !== undefined || reference.contents !== undefined)
      return reference;
    const { name } = reference;
    if (!isSourced(name, input.usesIndex)) return reference;
    used.add(name);
    const { system, musl = false } = currentSession();
    const key = `${system} ${musl} ${name}`;
    const notes = { lacking, unsupported, onMachines };
    const found = known.get(key) ?? lookUp(name, input.lock(), { system, musl }, notes);
    known.set(key, found);
    return { ...reference, ...found };
  };
  return { resolve, used, lacking, unsupported, onMachines };
};

/** Whether a name has a source at all. Throws `unknown-source`. */
const isSourced = (name: string, usesIndex: () => boolean): boolean => {
  const parsed = parseReference(name);
  if (parsed === undefined) return isIndexed(name) && usesIndex();
  if (sourceOf(parsed) !== undefined) return true;
  throw unknownSource(name, parsed.source);
};

const unknownSource = (name: string, source: string): LaresError =>
  new LaresError({
    code: "unknown-source",
    message: `${name}: there is no package source ${source}`,
    hint: "write npm:NAME for a package of the npm registry, or a bare name; a newer Lares may know more",
  });

interface Notes {
  readonly lacking: Set<string>;
  readonly unsupported: Map<string, string>;
  readonly onMachines: Map<string, string>;
}

const lookUp = (
  name: string,
  lock: LockFile,
  { system, musl }: { readonly system: string; readonly musl: boolean },
  { lacking, unsupported, onMachines }: Notes,
): Partial<PackageReference> => {
  const refuse = (reason: string): Partial<PackageReference> => {
    unsupported.set(name, reason);
    return {};
  };
  const lack = (): Partial<PackageReference> => {
    lacking.add(name);
    return {};
  };
  const platform = platformFor(system, musl);
  if (platform === undefined) return refuse(`no source has packages for ${system}`);
  const isBare = parseReference(name) === undefined;
  const target = Object.hasOwn(lock.names, name) ? lock.names[name] : undefined;
  if (isBare && target === undefined) return lack();
  const { reference, reason } = isBare ? targetFor(target!, platform) : { reference: name };
  if (reference === undefined) return refuse(reason ?? `it is not locked for ${platform}`);
  const locked = Object.hasOwn(lock.packages, reference) ? lock.packages[reference] : undefined;
  if (locked === undefined || lacksRuntime(locked, lock)) return lack();
  const obstacle = isForOtherLibrary(reference, platform)
    ? needsOtherLibrary
    : obstacleFor(locked, platform, (one) => lock.artefacts[one]!);
  if (obstacle !== undefined) return refuse(obstacle);
  if (locked.runtime !== undefined && runtimeFor(locked.runtime, lock, platform) === "machine")
    onMachines.set(name, locked.runtime);
  return {
    ...instantiateLocked(locked, lock, platform),
    version: locked.version,
    ...mainProgramOf(name, locked),
  };
};

const isForOtherLibrary = (reference: string, platform: Platform): boolean =>
  baseOf(platform) !== undefined && needsGlibc(reference);

const needsOtherLibrary = "the registry has it for glibc only, and this machine has musl";

const lacksRuntime = ({ runtime }: LockedPackage, lock: LockFile): boolean =>
  runtime !== undefined && !Object.hasOwn(lock.names, runtime);

/** The derivation of a locked package that the platform has, and where its output will be. */
export const instantiateLocked = (
  locked: LockedPackage,
  lock: LockFile,
  platform: Platform,
): InstantiatedPackage => {
  const source = sourceOf(locked);
  if (source === undefined) throw unknownSource(locked.name, locked.source);
  return source.instantiate(locked, {
    platform,
    artefact: (name): Artefact => lock.artefacts[name]!,
    runtime: (name): StorePath | undefined => {
      const runtime = runtimeFor(name, lock, platform);
      if (runtime === "machine") return undefined;
      if (runtime === undefined) throw noRuntime(locked, name, platform);
      return instantiateLocked(runtime, lock, platform).outPath;
    },
  });
};

/** What runs packages there: of the lock, or the machine's own where no source has one for its C library. */
const runtimeFor = (
  name: string,
  lock: LockFile,
  platform: Platform,
): LockedPackage | "machine" | undefined => {
  const target = lock.names[name];
  const { reference } = target === undefined ? {} : targetFor(target, platform);
  if (reference !== undefined && isForOtherLibrary(reference, platform)) return "machine";
  const runtime = reference === undefined ? undefined : lock.packages[reference];
  if (runtime === undefined) return undefined;
  return obstacleFor(runtime, platform, (one) => lock.artefacts[one]!) === undefined ? runtime : undefined;
};

const noRuntime = (locked: LockedPackage, name: string, platform: Platform): LaresError =>
  new LaresError({
    code: "no-runtime",
    message: `the lock has no ${name} for ${platform}, which has to run ${locked.name} ${locked.version}`,
    hint: `lares update ${name} asks the registry for it again`,
  });

/** The command that the package is known for, where it is not called as the package is. */
const mainProgramOf = (name: string, { commands }: LockedPackage): Partial<PackageReference> => {
  const names = Object.keys(commands);
  if (names.length === 0 || names.includes(bareName({ kind: "package", name }))) return {};
  const scope = /^npm:@([^/]+)\//.exec(name)?.[1];
  return { mainProgram: names.find((command) => command === scope) ?? names.at(-1)! };
};
