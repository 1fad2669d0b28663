/**
 * Resolution by npm's own library: which version of everything, and what lies where in node_modules. Laid out as for a
 * global installation, so that all a package needs is inside its own folder. Nothing is installed or run.
 */
import { join } from "node:path";
import type Arborist from "@npmcli/arborist";
import { makeDirectories } from "../../system/files.ts";
import { withTemporaryFolder } from "../../system/temporary.ts";
import { tarballPath } from "./locked-npm.ts";
import { registryProblem } from "./problems.ts";
import { type RegistrySettings, registryOf } from "./settings.ts";

export interface ResolvedTree {
  readonly root: ResolvedNode;
  /** The root's own among them. */
  readonly nodes: readonly ResolvedNode[];
}

export interface ResolvedNode {
  /** Below the outer node_modules: `prettier`, `eslint/node_modules/ajv`. */
  readonly location: string;
  /** The package's own name, whatever it is called where it lies. */
  readonly name: string;
  readonly version: string;
  readonly manifest: Manifest;
  readonly integrity: string | undefined;
  /** Of the tarball, absolute. */
  readonly url: string | undefined;
  /** Comes inside the tarball of the one above it. */
  readonly bundled: boolean;
  readonly needs: readonly Need[];
}

export interface Need {
  readonly name: string;
  readonly range: string;
  readonly optional: boolean;
  /** Location of what fulfils it; absent where the registry does not have it. */
  readonly location?: string;
}

/** What a registry says of a version; the parts that are used. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly os?: readonly string[] | string;
  readonly cpu?: readonly string[] | string;
  readonly libc?: readonly string[] | string;
  readonly bin?: Readonly<Record<string, string>> | string;
  readonly directories?: { readonly bin?: string };
  readonly dist?: {
    readonly unpackedSize?: number;
    readonly signatures?: readonly unknown[];
    readonly attestations?: unknown;
  };
  /** When it was published. */
  readonly _time?: string;
}

export interface ResolveOptions {
  readonly settings: RegistrySettings;
  /** Answers of the registry are kept below it, and asked for anew each time. */
  readonly cacheDir: string;
  readonly before?: Date;
}

export const resolve = async (specification: string, options: ResolveOptions): Promise<ResolvedTree> => {
  const { default: ArboristClass } = await import("@npmcli/arborist");
  return withTemporaryFolder(options.cacheDir, async (folder) => {
    const path = join(folder, "lib");
    makeDirectories(path);
    const arborist = new ArboristClass(settingsFor(path, options));
    try {
      await arborist.buildIdealTree({ add: [specification], ...lookInsideTarballs });
    } catch (error) {
      // Raised at the very end for a tree that is whole, and about this machine.
      if (codeOf(error) !== "EBADPLATFORM") throw registryProblem(specification, error, options);
    }
    return readTree(arborist.idealTree!, specification);
  });
};

/** For packages that bring their dependencies, or the versions of those, in their own tarball. */
const lookInsideTarballs = { complete: true } as Arborist.BuildIdealTreeOptions;

const settingsFor = (path: string, { settings, cacheDir, before }: ResolveOptions): Arborist.Options =>
  ({
    ...settings,
    path,
    global: true,
    cache: join(cacheDir, "npm"),
    // The short form of the metadata says neither when a version was published nor which C library it needs.
    fullMetadata: true,
    preferOnline: true,
    packumentCache: new Map(),
    ignoreScripts: true,
    audit: false,
    fund: false,
    engineStrict: false,
    installStrategy: "hoisted",
    before: before ?? null,
    omitLockfileRegistryResolved: false,
  }) as Arborist.Options;

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

const readTree = (tree: Arborist.Node, specification: string): ResolvedTree => {
  const nodes = [...tree.inventory.values()]
    .filter((node) => !node.isProjectRoot && node.version)
    .map(readNode)
    .sort((a, b) => (a.location < b.location ? -1 : 1));
  const [rootEdge] = [...tree.edgesOut.values()];
  const root = nodes.find(({ location }) => location === rootEdge?.name);
  if (root === undefined) throw new Error(`npm resolved ${specification} to nothing`);
  return { root, nodes };
};

const readNode = (node: Arborist.Node): ResolvedNode => ({
  location: locationOf(node),
  name: node.package.name ?? node.packageName,
  version: node.version,
  manifest: node.package as unknown as Manifest,
  integrity: node.integrity ?? undefined,
  url: node.resolved ?? undefined,
  bundled: node.inBundle,
  needs: [...node.edgesOut.values()].flatMap(readEdge),
});

const readEdge = (edge: Arborist.Edge): readonly Need[] => {
  const optional = edge.type === "optional" || edge.type === "peerOptional";
  const fulfilled = edge.to?.version ? locationOf(edge.to) : undefined;
  if (fulfilled === undefined && (edge.type === "peerOptional" || edge.type === "dev")) return [];
  return [
    {
      name: edge.name,
      range: edge.spec,
      optional,
      ...(fulfilled !== undefined && { location: fulfilled }),
    },
  ];
};

const locationOf = (node: Arborist.Node): string => node.location.replace(/^node_modules\//, "");

/**
 * Where a tarball is, as far as it does not follow from name and version: relative to its registry where it is on the same
 * host, so that mirrors agree. npm's libraries write the public registry's address for tarballs of any mirror.
 */
export const unusualUrl = (
  { name, version, url }: Pick<ResolvedNode, "name" | "version" | "url">,
  settings: RegistrySettings,
): string | undefined => {
  if (url === undefined) return undefined;
  const path = tarballPath(name, version);
  for (const registry of [registryOf(settings, name), publicRegistry]) {
    if (sameAddress(url, registry + path)) return undefined;
    if (url.startsWith(registry)) return url.slice(registry.length);
  }
  return url;
};

export const publicRegistry = "https://registry.npmjs.org/";

const sameAddress = (a: string, b: string): boolean => decodeURIComponent(a) === decodeURIComponent(b);
