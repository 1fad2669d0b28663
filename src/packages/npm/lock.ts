/** From a reference to what the lock says of it: versions, hashes, layout for every platform, commands. */
import { LaresError } from "../../base/errors.ts";
import { formatHash, hashBytes, parseHash } from "../../format/hash.ts";
import type { Artefact, TreeEntry } from "../lock-file.ts";
import { isImplied } from "../locked-for.ts";
import { baseOf, basePlatforms, nodePlatform, type Platform, platforms } from "../platforms.ts";
import type { Locked, LockOptions } from "../source.ts";
import { findCommands } from "./commands.ts";
import { artefactName, type LockedNpm } from "./locked-npm.ts";
import { type Fits, platformTree } from "./platform-trees.ts";
import { badReference, registryProblem } from "./problems.ts";
import { type ResolvedNode, type ResolvedTree, resolve, unusualUrl } from "./resolve.ts";
import { type RegistrySettings, readSettings } from "./settings.ts";
import { fetchTarball } from "./tarball.ts";

export const lockNpm = async (what: string, options: LockOptions): Promise<Locked<LockedNpm>> => {
  await checkReference(what);
  const settings = await readSettings(options.folder);
  const resolving = {
    settings,
    cacheDir: options.cacheDir,
    ...(options.before && { before: options.before }),
  };
  const tree = await resolve(what, resolving);
  const { installed, unsupported } = await treesOf(tree);
  if (installed.size === 0) throw forNoPlatform(what, unsupported);
  const parts = tree.nodes.filter(({ location, bundled }) => installed.has(location) && !bundled);
  const entryOf = entriesFor(tree, parts, installed, unsupported);
  const { root } = tree;
  const published = publishedAt(root);
  const missing = missingParts(tree, installed);
  const needsRuntime = !isForPlatforms(root) && !options.isNative(what);
  const locked: LockedNpm = {
    source: "npm",
    name: root.location,
    version: root.version,
    ...(published !== undefined && { published }),
    commands: await findCommands(root, what, resolving),
    ...(needsRuntime && { runtime: "nodejs" }),
    ...(Object.keys(unsupported).length > 0 && { unsupported }),
    ...(missing.length > 0 && { missing }),
    tree: Object.fromEntries(parts.map((node) => [node.location, entryOf(node)])),
  };
  const artefacts: Record<string, Artefact> = {};
  for (const node of parts)
    artefacts[artefactName(node.name, node.version)] ??= await artefactFor(node, settings, options.cacheDir);
  return { package: locked, artefacts };
};

/** Registries write the same moment in different ways. */
const publishedAt = ({ manifest }: ResolvedNode): string | undefined => {
  const time = Date.parse(manifest._time ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

const checkReference = async (what: string): Promise<void> => {
  const { default: npa } = await import("npm-package-arg");
  try {
    const { type, name, registry } = npa(what);
    if (name && (registry || type === "alias")) return;
  } catch (error) {
    throw registryProblem(what, error, { settings: { registry: "" } });
  }
  throw badReference(what, "a folder, a file, an address or a git repository is no package of a registry");
};

type Installed = ReadonlyMap<string, readonly Platform[]>;
type Unsupported = Partial<Record<Platform, string>>;

/** By location, the platforms that have it. */
const treesOf = async (tree: ResolvedTree) => {
  const fits = await loadFits();
  const installed = new Map<string, Platform[]>();
  const unsupported: Unsupported = {};
  for (const platform of platforms) {
    const found = platformTree(tree, platform, fits);
    const base = baseOf(platform);
    if (found.unsupported !== undefined && (base === undefined || unsupported[base] === undefined))
      unsupported[platform] = found.unsupported;
    for (const location of found.locations)
      installed.set(location, [...(installed.get(location) ?? []), platform]);
  }
  return { installed, unsupported };
};

const loadFits = async (): Promise<Fits> => {
  const { checkPlatform } = await import("npm-install-checks");
  return (manifest, platform) => {
    const { libc = "none", ...here } = nodePlatform(platform);
    try {
      // Where there is only one C library, nothing is asked of it.
      checkPlatform(libc === "none" ? { ...manifest, libc: undefined } : manifest, false, { ...here, libc });
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EBADPLATFORM") return false;
      throw error;
    }
  };
};

/**
 * What the lock says of a part. Variants are named only where it does not follow without: parts for musl alone, and the package
 * itself where all that it loses there can be done without.
 */
const entriesFor = (
  { root }: ResolvedTree,
  parts: readonly ResolvedNode[],
  installed: Installed,
  unsupported: Unsupported,
): ((node: ResolvedNode) => TreeEntry) => {
  const supported = basePlatforms.filter((platform) => unsupported[platform] === undefined);
  const on = (node: ResolvedNode): readonly Platform[] =>
    installed.get(node.location)!.filter((platform) => baseOf(platform) === undefined);
  const onIfNotAll = (node: ResolvedNode) => (on(node).length < supported.length ? on(node) : undefined);
  const follows = (node: ResolvedNode, platform: Platform): boolean =>
    isImplied(onIfNotAll(node), requirementsOf(node), platform);
  const losesParts = (platform: Platform): boolean =>
    parts.some((node) => on(node).includes(baseOf(platform)!) && !follows(node, platform));
  const gainsParts = (platform: Platform): boolean =>
    parts.some((node) => installed.get(node.location)!.includes(platform) && !follows(node, platform));
  return (node) => {
    const variants = installed
      .get(node.location)!
      .filter((platform) => baseOf(platform) !== undefined)
      .filter(
        (platform) =>
          !follows(node, platform) || (node === root && losesParts(platform) && !gainsParts(platform)),
      );
    const named = variants.length > 0 ? [...on(node), ...variants].sort() : onIfNotAll(node);
    return { artefact: artefactName(node.name, node.version), ...(named && { on: named }) };
  };
};

const requirementsOf = ({ manifest: { libc } }: ResolvedNode): readonly string[] | undefined =>
  libc === undefined ? undefined : [libc].flat();

/** What an optional need of something that is installed could not be given. */
const missingParts = (
  { nodes }: ResolvedTree,
  installed: ReadonlyMap<string, unknown>,
): readonly string[] => {
  const missing = nodes
    .filter(({ location }) => installed.has(location))
    .flatMap(({ needs }) => needs)
    .filter(({ location, name }) => location === undefined && mayMatter(name))
    .map(({ name, range }) => `${name}@${range}`);
  return [...new Set(missing)].sort();
};

const mayMatter = (name: string): boolean =>
  !/\b(win32|windows|android|freebsd|openbsd|netbsd|sunos|aix)\b/.test(name);

const isForPlatforms = ({ manifest, needs }: ResolvedNode): boolean =>
  manifest.os !== undefined && manifest.cpu !== undefined && needs.length === 0;

const artefactFor = async (
  node: ResolvedNode,
  settings: RegistrySettings,
  cacheDir: string,
): Promise<Artefact> => {
  const { dist } = node.manifest;
  const requires = requirementsOf(node);
  const url = unusualUrl(node, settings);
  const provenance = [
    ...(dist?.attestations === undefined ? [] : (["attestation"] as const)),
    ...(dist?.signatures?.length ? (["signature"] as const) : []),
  ];
  return {
    integrity: strongHash(node.integrity) ?? (await hashOfTarball(node, settings, cacheDir)),
    format: "tgz",
    ...(url !== undefined && { url }),
    ...(dist?.unpackedSize !== undefined && { unpackedSize: dist.unpackedSize }),
    ...(requires !== undefined && { requires }),
    ...(provenance.length > 0 && { provenance }),
  };
};

const strongHash = (integrity: string | undefined): string | undefined =>
  integrity?.split(/\s+/).find((text) => text.startsWith("sha512-") && parseHash(text) !== undefined);

/** What was published before 2017 has a SHA-1 only, which guards this one download. */
const hashOfTarball = async (
  node: ResolvedNode,
  settings: RegistrySettings,
  cacheDir: string,
): Promise<string> =>
  formatHash(hashBytes("sha512", await fetchTarball(node, { settings, cacheDir })), "sri");

const forNoPlatform = (what: string, unsupported: Unsupported): LaresError =>
  new LaresError({
    code: "no-platform",
    message: `npm:${what} is for none of the systems that a home can be on`,
    details: [...new Set(Object.values(unsupported))],
    hint: "leave it out, or name the package for your system",
  });
