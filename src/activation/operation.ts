/**
 * The primitive changes that a switch is made of, as the journal keeps them. Each is idempotent, each knows its inverse,
 * and each looks before it touches: what is not as the plan saw it is left alone.
 *
 * Before the flip operations only add: links and directories where nothing was, new contents under temporary names beside
 * their places, second names of files that will give way. So undoing a switch that did not get to its flip removes what
 * Lares itself made, and nothing else. All that removes or replaces comes after the flip.
 */

/** What was found at a path, precisely enough to know it again. */
export type Found = FoundLink | FoundFile;
export interface FoundLink {
  readonly kind: "link";
  readonly text: string;
}
export interface FoundFile {
  readonly kind: "file";
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What a `place` puts in its place: known again by its text, or by the bytes of a file in the generation. */
export type Placed =
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "file"; readonly from: string }
  | { readonly kind: "directory" };

export type Operation =
  | { readonly do: "make-directory"; readonly path: string; readonly mode: number }
  /** `must`: something else comes in its place; else it stays when it turns out not to be empty. */
  | { readonly do: "remove-directory"; readonly path: string; readonly mode: number; readonly must: boolean }
  | { readonly do: "link"; readonly path: string; readonly text: string }
  /** A regular file with the bytes of `from`. */
  | { readonly do: "write-copy"; readonly path: string; readonly from: string; readonly mode: number }
  /** A writable copy of the directory `from`. */
  | { readonly do: "write-tree"; readonly path: string; readonly from: string }
  /** A second name `at` for the file or link at `path`. */
  | { readonly do: "keep"; readonly path: string; readonly at: string; readonly was: Found }
  /** Renames `from` to `path`; `kept` has the file that gives way. */
  | {
      readonly do: "place";
      readonly from: string;
      readonly path: string;
      readonly puts: Placed;
      readonly over: Found | null;
      readonly kept?: string;
    }
  | { readonly do: "unlink"; readonly path: string; readonly was: Found; readonly kept?: string }
  /** A directory to its backup `at`; `aside` is a name beside `path` for the way over to another file system. */
  | {
      readonly do: "move-away";
      readonly path: string;
      readonly at: string;
      readonly aside: string;
      readonly inode: number;
    }
  /** A backup `at` back to its place, if that is free. */
  | { readonly do: "restore"; readonly path: string; readonly at: string; readonly aside: string }
  | { readonly do: "mode"; readonly path: string; readonly mode: number; readonly was: number }
  /** One of Lares' own state files; null: no file. */
  | { readonly do: "write"; readonly path: string; readonly text: string | null; readonly was: string | null }
  /** The profile's link, by rename; null: no link. The commit point. */
  | { readonly do: "flip"; readonly path: string; readonly text: string | null; readonly was: string | null }
  /** Removes what was kept only to be able to go back. */
  | { readonly do: "drop"; readonly path: string };

/** Something is not as the plan saw it. Nothing was touched. */
export class Changed extends Error {
  readonly path: string;
  constructor(path: string, what: string) {
    super(what);
    this.path = path;
  }
}

/** Called with what was left alone, and why. */
export type Say = (path: string, what: string) => void;
