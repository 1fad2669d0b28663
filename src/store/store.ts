/** The store as everything above it sees it. One contract suite runs over every implementation. */
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import type { ContentPool } from "./content-pool.ts";
import type { Incoming } from "./incoming.ts";
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
  /** Built on this machine. */
  readonly ultimate?: true;
}

/** A tree that is whole and canonical, waiting in a temporary place of the store for its name. */
export interface NewObject {
  readonly place: AbsolutePath;
  readonly info: PathInfo;
  /** Of a `.drv` file: the paths of its outputs by name, by which Nix finds them. */
  readonly outputs?: Readonly<Record<string, StorePath>>;
  /** Of a build's output: nothing kept its builder from the rest of the machine. */
  readonly unsandboxed?: boolean;
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

/** An object with the pool that holds its files, of which several may be in one. */
export interface Admissible extends NewObject {
  readonly pool: ContentPool;
}

/** The store on this machine, with what maintenance needs. */
export interface LocalStore extends Store {
  /** A new name inside the store directory, safe from collection while this process lives. Nothing is there yet. */
  temporaryPlace(): AbsolutePath;
  /**
   * Syncs the disk, then moves the objects to their paths and registers them, all or none of them; each after those that
   * it refers to. `pool` is what they were sealed with. An equal object that is valid already stays, and the new one is
   * removed.
   */
  install(objects: readonly NewObject[], pool: ContentPool): void;
  /** Whether the path was built here without a sandbox. */
  isUnsandboxed(path: StorePath): boolean;
  /** What to record of a tree, its path too; nothing is looked at or written. */
  describeNode(name: string, references: readonly StorePath[], node: TreeNode): PathInfo;
  /**
   * Renames a tree that stands whole, sealed and on disk at a temporary place to its path, and registers it. Where the path
   * is valid already, the place stays as it is.
   */
  installSynced(place: AbsolutePath, info: PathInfo): void;
  /** Lets go of everything that was protected but these: for a process that lives long. */
  protectOnly(paths: readonly string[]): void;
  /** Records an object that is whole, canonical and on disk. Its references must be valid. */
  register(info: PathInfo): void;
  /** Forgets paths that no other valid path refers to. Their files stay. */
  unregister(paths: readonly StorePath[]): void;
  /** Begins to take in an object from its NAR, aside from where it will be. Its references need not be valid yet. */
  receive(info: PathInfo): Incoming;
  /**
   * Puts objects that arrived whole to their places and registers them, all with one sync; those that others refer to come
   * first. What became valid meanwhile stays as it is, unless told to `replace` it. Throws `reference-missing`.
   */
  admit(arrived: readonly Admissible[], options?: { readonly replace?: boolean }): Promise<void>;
  /** Runs `work` as the only writer; no other process registers, unregisters or removes meanwhile. */
  withStoreLock<T>(work: () => T): T;
}
