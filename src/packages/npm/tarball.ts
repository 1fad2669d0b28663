/** A tarball as npm's own library fetches it, for what the metadata does not tell. */
import { join } from "node:path";
import { registryProblem } from "./problems.ts";
import type { ResolvedNode } from "./resolve.ts";
import type { RegistrySettings } from "./settings.ts";

export interface TarballOptions {
  readonly settings: RegistrySettings;
  readonly cacheDir: string;
}

/** The bytes, which have the integrity that the registry promises. */
export const fetchTarball = async (node: ResolvedNode, options: TarballOptions): Promise<Uint8Array> => {
  const { default: pacote } = await import("pacote");
  return await orProblem(node, options, pacote.tarball(specificationOf(node), optionsFor(node, options)));
};

/** Unpacks into a folder that is empty or absent. */
export const extractTarball = async (
  node: ResolvedNode,
  to: string,
  options: TarballOptions,
): Promise<void> => {
  const { default: pacote } = await import("pacote");
  await orProblem(node, options, pacote.extract(specificationOf(node), to, optionsFor(node, options)));
};

const specificationOf = ({ name, version }: ResolvedNode): string => `${name}@${version}`;

const optionsFor = ({ integrity }: ResolvedNode, { settings, cacheDir }: TarballOptions) => ({
  ...settings,
  cache: join(cacheDir, "npm"),
  ...(integrity !== undefined && { integrity }),
});

const orProblem = async <T>(node: ResolvedNode, options: TarballOptions, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw registryProblem(specificationOf(node), error, options);
  }
};
