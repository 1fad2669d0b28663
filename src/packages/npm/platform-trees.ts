/** Which parts of a resolved tree a platform gets, by the rules of `os`, `cpu`, `libc` and optional dependencies. */
import { nodePlatform, type Platform } from "../platforms.ts";
import type { Manifest, ResolvedNode, ResolvedTree } from "./resolve.ts";

export interface PlatformTree {
  /** Locations of all that is installed there. */
  readonly locations: ReadonlySet<string>;
  /** Why the package cannot be had there. */
  readonly unsupported?: string;
}

/** Whether a package says it runs there: `checkPlatform` of npm-install-checks, asked without throwing. */
export type Fits = (manifest: Manifest, platform: Platform) => boolean;

export const platformTree = (tree: ResolvedTree, platform: Platform, fits: Fits): PlatformTree => {
  const byLocation = new Map(tree.nodes.map((node) => [node.location, node]));
  const obstacle = obstacleOf(tree.root, byLocation, platform, fits);
  const locations =
    obstacle === undefined ? reachable(tree.root, byLocation, platform, fits) : new Set<string>();
  const unsupported = obstacle ?? lackOfNativePart(tree.root, locations, byLocation, platform, fits);
  return unsupported === undefined ? { locations } : { locations: new Set(), unsupported };
};

type ByLocation = ReadonlyMap<string, ResolvedNode>;

/** Why a package with all that it cannot do without is not for the platform. */
const obstacleOf = (
  node: ResolvedNode,
  all: ByLocation,
  platform: Platform,
  fits: Fits,
  above: readonly ResolvedNode[] = [],
): string | undefined => {
  if (above.includes(node)) return undefined;
  if (!fits(node.manifest, platform)) return `${node.name} is for ${shownPlatforms(node.manifest)} only`;
  for (const { name, range, location, optional } of node.needs) {
    if (optional) continue;
    const needed = location === undefined ? undefined : all.get(location);
    if (needed === undefined) return `the registry does not have ${name}@${range}, which ${node.name} needs`;
    const obstacle = obstacleOf(needed, all, platform, fits, [...above, node]);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
};

/** An optional part that does not fit is left out with all that only it needs. */
const reachable = (root: ResolvedNode, all: ByLocation, platform: Platform, fits: Fits): Set<string> => {
  const found = new Set<string>();
  const visit = (node: ResolvedNode): void => {
    if (found.has(node.location)) return;
    found.add(node.location);
    for (const { location, optional } of node.needs) {
      const next = location === undefined ? undefined : all.get(location);
      if (next === undefined) continue;
      if (!optional || obstacleOf(next, all, platform, fits) === undefined) visit(next);
    }
  };
  visit(root);
  return found;
};

/**
 * A package that keeps its programs in optional packages, one for each platform, does not work where none of them fits.
 * Two different platforms among them tell it from one that has a mere extra for a single system (`fsevents`).
 */
const lackOfNativePart = (
  root: ResolvedNode,
  locations: ReadonlySet<string>,
  all: ByLocation,
  platform: Platform,
  fits: Fits,
): string | undefined => {
  const optional = root.needs.filter(({ optional }) => optional);
  const parts = optional
    .map(({ location }) => (location === undefined ? undefined : all.get(location)))
    .filter((node) => node !== undefined)
    .filter(({ manifest }) => manifest.os !== undefined && manifest.cpu !== undefined);
  if (new Set(parts.map(({ manifest }) => shownPlatforms(manifest))).size + missingOf(optional).length < 2)
    return undefined;
  if (
    parts.length === 0 ||
    parts.some((node) => locations.has(node.location) && fits(node.manifest, platform))
  )
    return undefined;
  const missing = missingOf(optional).find(({ name }) => namesPlatform(name, platform));
  return missing === undefined
    ? `${root.name} has no program for it`
    : `the registry does not have ${missing.name}@${missing.range}`;
};

const missingOf = (needs: ResolvedNode["needs"]) => needs.filter(({ location }) => location === undefined);

/** `@deno/darwin-arm64` says by its name what it is for; nothing else is known of what the registry lacks. */
const namesPlatform = (name: string, platform: Platform): boolean => {
  const { os, cpu } = nodePlatform(platform);
  const words = name.split(/[^a-z0-9]+/);
  return words.includes(os) && (words.includes(cpu) || words.includes(platform.split("-")[0]!));
};

const shownPlatforms = ({ os, cpu, libc }: Manifest): string =>
  [os, cpu, libc].flatMap((part) => (part === undefined ? [] : [[part].flat().join("/")])).join(" ");
