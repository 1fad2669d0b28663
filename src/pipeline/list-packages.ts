/** `lares list`: the packages of the generation that is active, what they take, and what brings them. */
import { LaresError } from "../base/errors.ts";
import type { PackageReference } from "../base/package.ts";
import { readRecord } from "../build/generation-record.ts";
import { targetFor } from "../packages/locked-for.ts";
import { platformHere } from "../packages/platforms.ts";
import { parseReference } from "../packages/reference.ts";
import { programName } from "../packages/system-programs.ts";
import { currentGeneration } from "../profile/generations.ts";
import { type HomeRequest, loadHome } from "./load-home.ts";
import { lockFileOf, readLock } from "./lock-store.ts";
import { missingPrograms } from "./missing-programs.ts";
import { closuresOf } from "./store-figures.ts";
import { type Installed, type Reason, whyInstalled } from "./why-installed.ts";

export interface ListedPackage {
  readonly name: string;
  readonly version?: string;
  /** `npm:prettier`, `configuration` where it makes the package itself, `system` for a program of the system. */
  readonly source: string;
  /** Path in the store. */
  readonly path?: string;
  /** Bytes of the package itself, and with all that it needs. */
  readonly size?: number;
  readonly closureSize?: number;
  /** A program of the system that is not there. */
  readonly missing?: true;
  readonly reasons: readonly Reason[];
}

export interface PackageListing {
  readonly packages: readonly ListedPackage[];
  /** Why it is not known what brings the packages. */
  readonly unexplained?: string;
}

/** Throws `no-generation` where nothing is active. */
export const listPackages = async (request: HomeRequest): Promise<PackageListing> => {
  const { places } = request;
  const generation = currentGeneration(places);
  const packages = (generation && readRecord(generation.path)?.packages) ?? [];
  const { installed, sourceOf, unexplained } = await explain(request);
  const closures = closuresOf(
    places,
    packages.flatMap(({ outPath }) => outPath ?? []),
  );
  const missing = new Set(generation === undefined ? [] : missingPrograms(places, generation.path));
  const listed = packages.map((one): ListedPackage => {
    const closure = one.outPath === undefined ? undefined : closures.get(one.outPath);
    const own = closure?.find(({ path }) => path === one.outPath);
    return {
      name: one.name,
      ...(one.version !== undefined && { version: one.version }),
      source: sourceOf(one),
      ...(one.outPath !== undefined && { path: one.outPath }),
      ...(own !== undefined && { size: own.size }),
      ...(closure !== undefined && { closureSize: closure.reduce((sum, { size }) => sum + size, 0) }),
      ...(one.outPath === undefined && missing.has(programName(one)) && { missing: true }),
      reasons: installed.find((other) => isSame(other, one))?.reasons ?? [],
    };
  });
  return { packages: listed, ...(unexplained !== undefined && { unexplained }) };
};

interface Explanation {
  readonly installed: readonly Installed[];
  readonly sourceOf: (one: PackageReference) => string;
  readonly unexplained?: string;
}

/** What is installed can be listed though its configuration has mistakes, or is gone. */
const explain = async (request: HomeRequest): Promise<Explanation> => {
  try {
    const home = await loadHome(request);
    const installed = await whyInstalled(home);
    const { names } = readLock(lockFileOf(home.config.file));
    return { installed, sourceOf: (one) => sourceIn(names, one) };
  } catch (error) {
    if (!(error instanceof LaresError)) throw error;
    return { installed: [], sourceOf: (one) => sourceIn({}, one), unexplained: error.message };
  }
};

const sourceIn = (
  names: ReturnType<typeof readLock>["names"],
  { name, outPath }: PackageReference,
): string => {
  if (outPath === undefined) return "system";
  if (parseReference(name) !== undefined) return name.replace(/(?<=[^:])@[^@/]*$/, "");
  const platform = platformHere();
  const locked =
    Object.hasOwn(names, name) && platform !== undefined
      ? targetFor(names[name]!, platform).reference
      : undefined;
  return locked ?? "configuration";
};

const isSame = (a: Installed, b: PackageReference): boolean =>
  a.name === b.name && (a.outPath === b.outPath || b.outPath === undefined || a.outPath === undefined);
