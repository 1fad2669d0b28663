/** Where valid store paths may come from instead of a build. One contract suite runs over every implementation. */
import type { StorePath } from "../base/paths.ts";
import type { LocalStore } from "../store/store.ts";

export interface Substituter {
  /** As the user wrote it: `https://cache.example.org`, `file:///mnt/cache`, `s3://bucket?region=…`. */
  readonly url: string;
  /** Lower is asked first. */
  readonly priority: number;
  /** What it has of these paths, signatures checked. Absent paths are left out. */
  query(paths: readonly StorePath[], signal: AbortSignal): Promise<ReadonlyMap<StorePath, Substitute>>;
}

export interface Substitute {
  readonly path: StorePath;
  /** Sorted; they have to be valid before `fetch` is called. The path itself is left out. */
  readonly references: readonly StorePath[];
  /** Bytes of the NAR. */
  readonly narSize: number;
  /** Bytes to download, where the cache says. */
  readonly downloadSize?: number;
  /** Downloads, checks, unpacks and registers. Throws a LaresError when the bytes are not what was promised. */
  fetch(store: LocalStore, options: FetchOptions): Promise<void>;
}

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Called with the number of bytes that have arrived so far. */
  readonly onBytes?: (bytes: number) => void;
}
