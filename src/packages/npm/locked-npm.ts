/** What the lock says of a package from an npm registry. */
import type { LockedPackage, TreeEntry } from "../lock-file.ts";

export interface LockedNpm extends LockedPackage {
  readonly source: "npm";
  /** `prettier`; the place of the package itself in `tree`. */
  readonly name: string;
  /** What lies where in node_modules, by location: `prettier`, `eslint/node_modules/ajv`. */
  readonly tree: Readonly<Record<string, TreeEntry>>;
  /** Optional parts that the registry did not have when this was locked. */
  readonly missing?: readonly string[];
}

/** `npm:@biomejs/biome@2.0.0` */
export const artefactName = (name: string, version: string): string => `npm:${name}@${version}`;

/** Throws where the text is no artefact's name: nothing but a damaged lock has such. */
export const parseArtefactName = (artefact: string): { readonly name: string; readonly version: string } => {
  const [, name, version] = /^npm:((?:@[^/@]+\/)?[^/@]+)@([^/@]+)$/.exec(artefact) ?? [];
  if (name === undefined || version === undefined) throw new Error(`${artefact} is no artefact of npm`);
  return { name, version };
};

/** `@biomejs/biome`, `2.0.0` → `@biomejs/biome/-/biome-2.0.0.tgz`. */
export const tarballPath = (name: string, version: string): string =>
  `${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;
