/** The store as everything above it sees it. One contract suite runs over every implementation. */
import type { AbsolutePath, StorePath } from "../base/paths.ts";

export interface PathInfo {
  readonly path: StorePath;
  /** `sha256:<base16>` of the NAR, as Nix's database has it. */
  readonly narHash: string;
  /** Bytes of the NAR. */
  readonly narSize: number;
  /** Paths it refers to, itself included where it does; sorted. */
  readonly references: readonly StorePath[];
  /** Seconds since the epoch. */
  readonly registrationTime: number;
  /** Content address (`fixed:r:sha256:…`, `text:sha256:…`), where the path is named by its contents. */
  readonly ca?: string;
  readonly deriver?: StorePath;
}

export interface Store {
  readonly directory: AbsolutePath;
  isValid(path: StorePath): boolean;
  queryPathInfo(path: StorePath): PathInfo | undefined;
  /** All valid paths, sorted. */
  validPaths(): readonly StorePath[];
  /** The path and all that it refers to, transitively; sorted. */
  closure(paths: readonly StorePath[]): readonly StorePath[];
  referrers(path: StorePath): readonly StorePath[];
  /**
   * Takes in a tree made by `build` in an empty place inside the store: canonicalised, hashed, hard-linked, synced,
   * renamed to its content-addressed path (`source:` fingerprint) and registered. Gives the path of an equal object
   * that was there before when there is one.
   */
  addTree(name: string, references: readonly StorePath[], build: (place: AbsolutePath) => void): StorePath;
  close(): void;
}
