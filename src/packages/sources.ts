/** All package sources. What of one talks to the network is loaded by the source itself, only then. */
import type { LockedPackage } from "./lock-file.ts";
import { npmSource } from "./npm/npm-source.ts";
import type { PackageSource } from "./source.ts";

export const sources: Readonly<Record<string, PackageSource>> = {
  npm: npmSource as unknown as PackageSource,
};

/** Undefined for a prefix that no source has. */
export const sourceOf = ({ source }: Pick<LockedPackage, "source">): PackageSource | undefined =>
  Object.hasOwn(sources, source) ? sources[source] : undefined;
