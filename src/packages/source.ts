/** Where packages come from. One contract suite (test/packages/source-contract.ts) runs over every source. */
import type { StorePath } from "../base/paths.ts";
import type { Route } from "../fetch/http.ts";
import type { Artefact, LockedPackage } from "./lock-file.ts";
import type { Platform } from "./platforms.ts";

export interface PackageSource<L extends LockedPackage = LockedPackage> {
  /** What stands before the colon of a reference: `npm`. */
  readonly name: string;
  /**
   * Makes a reference exact for all platforms, with the network. What comes out depends on the reference, the moment and
   * the registry only, never on the machine. Throws `package-not-found`, `version-not-found`, `bad-reference`,
   * `registry-unreachable`, `registry-refused`, `too-young`, `no-command`.
   */
  lock(what: string, options: LockOptions): Promise<Locked<L>>;
  /** The derivation for a platform that the package supports; purely, without the network. */
  instantiate(locked: L, context: InstantiateContext): InstantiatedPackage;
  /** Where an artefact is, for whoever downloads it by its hash. */
  address(name: string, artefact: Artefact): Promise<ArtefactAddress>;
  /** Packages that words may mean, the best first; with the network. */
  search(words: string, options: LockOptions): Promise<readonly FoundPackage[]>;
}

export interface LockOptions {
  /** The configuration's folder: a registry's settings may be beside it. */
  readonly folder: string;
  /** What may be kept between runs goes below it. */
  readonly cacheDir: string;
  /** Nothing that was published later is taken. */
  readonly before?: Date;
  /** Packages that come with programs of their own for each platform, so that nothing else has to run them. */
  readonly isNative: (what: string) => boolean;
}

export interface Locked<L extends LockedPackage = LockedPackage> {
  readonly package: L;
  /** By `source:coordinates`; all that the package's derivations are made of. */
  readonly artefacts: Readonly<Record<string, Artefact>>;
}

export interface InstantiateContext {
  readonly platform: Platform;
  /** The lock's, by `source:coordinates`. */
  readonly artefact: (name: string) => Artefact;
  /** The path in the store of what has to run the package: `nodejs`; undefined where only the machine's own can. */
  readonly runtime: (name: string) => StorePath | undefined;
}

export interface InstantiatedPackage {
  readonly drvPath: StorePath;
  readonly outPath: StorePath;
}

export interface ArtefactAddress {
  readonly url: string;
  /** Credentials among them are for the host of the URL only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the registry's settings name a proxy or certificates. */
  readonly agent?: Route;
}

export interface FoundPackage {
  readonly reference: string;
  readonly version?: string;
  readonly description?: string;
}
