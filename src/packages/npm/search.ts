/** What a registry finds for words. */
import { join } from "node:path";
import type { FoundPackage, LockOptions } from "../source.ts";
import { registryProblem } from "./problems.ts";
import { readSettings } from "./settings.ts";

/** Throws `registry-unreachable`, `registry-refused`. Not every registry can search: then only a package of exactly that name is found. */
export const searchNpm = async (words: string, options: LockOptions): Promise<readonly FoundPackage[]> => {
  const { default: fetchFromRegistry } = await import("npm-registry-fetch");
  const settings = await readSettings(options.folder);
  const query = { text: words, size: 20 };
  const request = { ...settings, cache: join(options.cacheDir, "npm") };
  try {
    const answer = await fetchFromRegistry.json("/-/v1/search", { ...request, query });
    return (answer as unknown as SearchAnswer).objects.map(({ package: found }) => foundPackage(found));
  } catch (error) {
    if (!cannotSearch(error)) throw registryProblem(words, error, { settings });
    return await exactly(words, request);
  }
};

interface SearchAnswer {
  readonly objects: readonly { readonly package: Found }[];
}

interface Found {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
}

const foundPackage = ({ name, version, description }: Found): FoundPackage => ({
  reference: `npm:${name}`,
  ...(version !== undefined && { version }),
  ...(description !== undefined && { description }),
});

const cannotSearch = (error: unknown): boolean =>
  error instanceof Error &&
  "statusCode" in error &&
  [400, 404, 405, 501].includes(Number((error as { statusCode?: unknown }).statusCode));

const exactly = async (name: string, request: object): Promise<readonly FoundPackage[]> => {
  const { default: pacote } = await import("pacote");
  try {
    const found = await pacote.manifest(name, request);
    return [foundPackage(found as Found)];
  } catch (error) {
    if (error instanceof Error && /^E(404|TARGET|INVALID)/.test(String((error as { code?: unknown }).code)))
      return [];
    throw error;
  }
};
