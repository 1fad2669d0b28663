/** The store as everything above it sees it. One contract suite runs over every implementation. */
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import type { TreeNode } from "./tree.ts";

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
  /** `key:base64`, of the caches that vouch for it. */
  readonly signatures?: readonly string[];
}

export interface Store {
  readonly directory: AbsolutePath;
  isValid(path: StorePath): boolean;
  queryPathInfo(path: StorePath): PathInfo | undefined;
  /** The valid path with these 32 characters before its name. */
  pathWithDigest(digest: string): StorePath | undefined;
  /** All valid paths, sorted. */
  validPaths(): readonly StorePath[];
  /** The paths and all that they refer to, transitively; sorted. Paths that are not valid are left out. */
  closure(paths: readonly StorePath[]): readonly StorePath[];
  /** The valid paths that refer to this one, sorted. */
  referrers(path: StorePath): readonly StorePath[];
  /**
   * Takes in a tree made by `build` in an empty place inside the store: canonicalised, hashed, hard-linked, synced,
   * renamed to its content-addressed path (`source:` fingerprint) and registered. Gives the path of an equal object
   * that was there before when there is one. The path is safe from collection until this process ends.
   */
  addTree(name: string, references: readonly StorePath[], build: (place: AbsolutePath) => void): StorePath;
  /** The same for a tree in memory, which is written only if it is not there yet. */
  addNode(name: string, references: readonly StorePath[], node: TreeNode): StorePath;
  /** Keeps a path from collection until this process ends; says whether it is valid. */
  protect(path: StorePath): boolean;
  close(): void;
}

/** The store on this machine, with what maintenance needs. */
export interface LocalStore extends Store {
  /** A new name inside the store directory, safe from collection while this process lives. Nothing is there yet. */
  temporaryPlace(): AbsolutePath;
  /** Records an object that is whole, canonical and on disk. Its references must be valid. */
  register(info: PathInfo): void;
  /** Forgets paths that no other valid path refers to. Their files stay. */
  unregister(paths: readonly StorePath[]): void;
  /** Runs `work` as the only writer; no other process registers, unregisters or removes meanwhile. */
  withStoreLock<T>(work: () => T): T;
}
