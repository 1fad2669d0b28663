/** What the parts of the planning share. */
import { exceptErrno } from "../base/errors.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import type { Draft } from "./draft.ts";
import type { OldHome } from "./old-home.ts";
import type { Parents } from "./parents.ts";
import type { OwnFolder } from "./target.ts";

export interface Planning {
  readonly places: Places;
  readonly draft: Draft;
  readonly old: OldHome;
  readonly parents: Parents;
  readonly folders: readonly OwnFolder[];
  /** Directories that Lares made. */
  readonly record: ReadonlySet<string>;
  /** What is live, by path, and which of it stays so. */
  readonly live: ReadonlyMap<string, string>;
  readonly keepLive: (path: string) => boolean;
  readonly stayLive: Map<string, string>;
  mayReplace(entry: ManifestEntry | undefined): boolean;
  readonly force: boolean;
  /** Directories that give way to something else, with all below them. */
  readonly emptied: Set<string>;
}

/** Where a folder may not even be looked into. */
export const unreadable = ["EACCES", "EPERM", "ELOOP", "ENAMETOOLONG"] as const;
export const lstatIfAllowed = (path: string): files.FileStatus | undefined | "unreadable" =>
  exceptErrno(unreadable, "unreadable" as const, () => files.lstat(path));
