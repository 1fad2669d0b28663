/**
 * What a lock says for one platform. For a variant (`x86_64-linux-musl`) it says only what is different there: what it does not say is
 * as on the platform that it is a variant of, without the parts that need another C library.
 */
import type { Artefact, LockedName, LockedPackage, LockFile, TreeEntry } from "./lock-file.ts";
import { baseOf, nodePlatform, type Platform, platforms } from "./platforms.ts";

/** The parts of a package there, by location. Every source keeps them in `tree`. */
export const partsFor = (
  locked: LockedPackage,
  platform: Platform,
  artefact: (name: string) => Artefact,
): readonly (readonly [location: string, entry: TreeEntry])[] => {
  const { tree = {} } = locked as LockedPackage & { readonly tree?: Readonly<Record<string, TreeEntry>> };
  return Object.entries(tree).filter(
    ([, entry]) => isFor(entry, platform) || isImplied(entry.on, artefact(entry.artefact).requires, platform),
  );
};

const isFor = ({ on }: TreeEntry, platform: Platform): boolean =>
  on === undefined ? baseOf(platform) === undefined : on.includes(platform);

/** Whether a variant has a part because the platform has it that it is a variant of. */
export const isImplied = (
  on: readonly Platform[] | undefined,
  requires: readonly string[] | undefined,
  platform: Platform,
): boolean => {
  const base = baseOf(platform);
  if (base === undefined || (on !== undefined && !on.includes(base))) return false;
  return requires === undefined || requires.includes(nodePlatform(platform).libc ?? "");
};

/** Why a package cannot be had there; undefined where it can. */
export const obstacleFor = (
  locked: LockedPackage,
  platform: Platform,
  artefact: (name: string) => Artefact,
): string | undefined => {
  const { unsupported } = locked;
  const base = baseOf(platform);
  if (unsupported?.[platform] !== undefined || base === undefined) return unsupported?.[platform];
  const parts = partsFor(locked, platform, artefact);
  const isKnown = parts.some(([, { on }]) => on?.includes(platform));
  if (unsupported?.[base] !== undefined) return isKnown ? undefined : unsupported[base];
  const lost = partsFor(locked, base, artefact).length > parts.length;
  return lost && !isKnown
    ? "it was locked without its parts for musl, which lares update asks for"
    : undefined;
};

/** What a bare name leads to there, or why it leads nowhere. */
export const targetFor = (
  { on, unsupported }: LockedName,
  platform: Platform,
): { readonly reference?: string; readonly reason?: string } => {
  const base = baseOf(platform);
  for (const one of base === undefined ? [platform] : [platform, base]) {
    if (on[one] !== undefined) return { reference: on[one] };
    if (unsupported?.[one] !== undefined) return { reason: unsupported[one] };
  }
  return {};
};

/** The artefacts of all packages on some platforms, sorted. */
export const artefactsFor = (
  { packages, artefacts }: LockFile,
  wanted: readonly Platform[] = platforms,
): readonly string[] => {
  const artefact = (name: string): Artefact => artefacts[name]!;
  const names = Object.values(packages).flatMap((locked) =>
    wanted
      .filter((platform) => obstacleFor(locked, platform, artefact) === undefined)
      .flatMap((platform) => partsFor(locked, platform, artefact).map(([, entry]) => entry.artefact)),
  );
  return [...new Set(names)].sort();
};
