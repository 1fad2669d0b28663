/** Where valid store paths may come from instead of a build. One contract suite runs over every implementation. */
import type { StorePath } from "../base/paths.ts";
import type { Arrived } from "../store/incoming.ts";
import type { LocalStore } from "../store/store.ts";

export interface Substituter {
  /** As the user wrote it, without a password: `https://cache.example.org`, `file:///mnt/cache`, `s3://bucket`. */
  readonly url: string;
  /** Lower is asked first. */
  readonly priority: number;
  /**
   * What it has of these paths, signatures checked. Absent paths are left out, and so is all that it cannot be believed or
   * reached for: that is a warning.
   */
  query(paths: readonly StorePath[], signal: AbortSignal): Promise<ReadonlyMap<StorePath, Substitute>>;
}

export interface Substitute {
  readonly path: StorePath;
  /** Sorted; they have to be valid before `fetch` is called. The path itself is left out. */
  readonly references: readonly StorePath[];
  /** Bytes of the NAR. */
  readonly narSize: number;
  /** `sha256:<base16>` of the NAR, as the store's database has it. */
  readonly narHash: string;
  /** Bytes to download, where the cache says. */
  readonly downloadSize?: number;
  /** Downloads, checks, unpacks and registers. Throws a LaresError when the bytes are not what was promised. */
  fetch(store: LocalStore, options: FetchOptions): Promise<void>;
  /** The same but for registering: gives what `LocalStore.admit` takes. The references need not be valid yet. */
  receive(store: LocalStore, options: FetchOptions): Promise<Arrived>;
}

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Called with the number of bytes that have arrived so far. */
  readonly onBytes?: (bytes: number) => void;
  /** Also where the path is valid: what is there is damaged. */
  readonly replace?: boolean;
}
