/**
 * Puts the entries of an archive, one by one, into a folder or makes of them a single file. Every reader of a kind of
 * archive tells its entries to this; here alone is decided what is refused.
 */
import { type AbsolutePath, below } from "../base/paths.ts";
import { temporaryBeside } from "../system/durable.ts";
import { makeDirectory, removeDirectory, rename, symlink, unlink } from "../system/files.ts";
import { openNewFile } from "../system/open-files.ts";
import { linkOrCopy } from "../system/trees.ts";
import { shownEntry, tooMuch, unsafeEntry } from "./errors.ts";
import type { ArchiveLimits } from "./limits.ts";
import { foldName, partsOf } from "./names.ts";
import { addEntry, emptyFolder, enterFolder, entryAt, escapingLink, type FolderEntry } from "./tree.ts";

/** Paths as the archive writes them; each throws `unsafe-archive` or `archive-too-big`. */
export interface Placing {
  folder(path: string): void;
  /** Undefined where the file is above what is stripped: its contents are to be passed over. */
  file(path: string, executable: boolean): FileBeingPlaced | undefined;
  link(path: string, text: string): void;
  /** A second name for a file that came before. */
  hardLink(path: string, target: string): void;
  /** Refuses an entry of a kind that cannot be placed. */
  refuse(path: string, problem: string): never;
  /** Looks at what can only be told at the end, and lifts a single folder where that is wanted. */
  finish(): { readonly entries: number; readonly bytes: number };
  /** Closes what is open, after a failure. */
  abandon(): void;
}

export interface FileBeingPlaced {
  write(piece: Uint8Array): void;
  end(): void;
}

/** `"single"`: the folder that everything is in, where there is such a one. */
export type Strip = number | "single";

/**
 * `to` must be an empty folder. In a tar a file that comes again takes the place of the one before it, as with every
 * tar program (`mayRepeat`); what is no file is never replaced. Modes are 0755 and 0644, less the umask; owners, times and set-id bits
 * are not kept.
 */
export const placeBelow = (
  to: AbsolutePath,
  archive: string,
  strip: Strip,
  limits: ArchiveLimits,
  mayRepeat: boolean,
): Placing => {
  const root = emptyFolder();
  let entries = 0;
  let bytes = 0;
  let open: { close(): void } | undefined;
  const skipped = strip === "single" ? 0 : strip;
  const refuse = (path: string, problem: string): never => {
    throw unsafeEntry(archive, path, problem);
  };
  const orRefuse = <T>(path: string, found: T | string): T =>
    typeof found === "string" ? refuse(path, found) : found;
  const cleanParts = (path: string): readonly string[] =>
    orRefuse(path, partsOf(path, limits)).slice(skipped);
  const count = (size: number): void => {
    bytes += size;
    if (bytes > limits.contents) throw tooMuch(archive, `its files hold more than ${limits.contents} bytes`);
  };
  const countEntry = (): void => {
    if (++entries > limits.entries) throw tooMuch(archive, `it has more than ${limits.entries} entries`);
  };
  const enter = (path: string, parts: readonly string[]): FolderEntry =>
    orRefuse(
      path,
      enterFolder(root, parts, (made) => {
        countEntry();
        makeDirectory(below(to, made));
      }),
    );
  const add = (
    path: string,
    parts: readonly string[],
    entry: Parameters<typeof addEntry>[2],
  ): AbsolutePath => {
    countEntry();
    const problem = addEntry(enter(path, parts.slice(0, -1)), parts.at(-1)!, entry);
    if (problem !== undefined) refuse(path, problem);
    return below(to, ...parts);
  };
  return {
    refuse,
    folder: (path) => {
      countEntry();
      enter(path, cleanParts(path));
    },
    file: (path, executable) => {
      const parts = cleanParts(path);
      if (parts.length === 0) return skipped > 0 ? undefined : refuse(path, "is a file without a name");
      const entry = { kind: "file" as const, size: 0 };
      if (mayRepeat && forgetFile(root, parts)) unlink(below(to, ...parts));
      const file = openNewFile(add(path, parts, entry), executable ? 0o755 : 0o644);
      open = file;
      return {
        write: (piece) => {
          count(piece.length);
          entry.size += piece.length;
          file.write(piece);
        },
        end: () => {
          file.close();
          open = undefined;
        },
      };
    },
    link: (path, text) => {
      const parts = cleanParts(path);
      if (parts.length === 0)
        return skipped > 0 ? undefined : refuse(path, "is a link in the place of the folder itself");
      if (text === "" || text.includes("\0")) refuse(path, "is a link without a proper text");
      if (Buffer.byteLength(text) > limits.link) refuse(path, "is a link with too long a text");
      symlink(text, add(path, parts, { kind: "link", text }));
    },
    hardLink: (path, target) => {
      const parts = cleanParts(path);
      const targetParts = cleanTarget(partsOf(target, limits), skipped);
      const found = targetParts && findFile(root, targetParts);
      if (parts.length === 0 || targetParts === undefined || found === undefined)
        return refuse(
          path,
          `is a second name for ${shownEntry(target)}, which is no file of the archive before it`,
        );
      count(found.size);
      const at = add(path, parts, { kind: "file", size: found.size });
      linkOrCopy(below(to, ...targetParts), at, temporaryBeside(at));
    },
    finish: () => {
      const lifted = strip === "single" ? singleFolder(root) : undefined;
      const escaping = escapingLink(lifted?.folder ?? root, limits);
      if (escaping !== undefined) refuse(escaping.path, escaping.problem);
      if (lifted !== undefined) lift(to, lifted.name);
      return { entries, bytes };
    },
    abandon: () => open?.close(),
  };
};

const cleanTarget = (parts: readonly string[] | string, skipped: number): readonly string[] | undefined =>
  typeof parts === "string" || parts.length <= skipped ? undefined : parts.slice(skipped);

/** Whether there was a file at `parts`. */
const forgetFile = (root: FolderEntry, parts: readonly string[]): boolean => {
  if (findFile(root, parts) === undefined) return false;
  const folder = enterFolder(root, parts.slice(0, -1), () => {}) as FolderEntry;
  return folder.entries.delete(foldName(parts.at(-1)!));
};

const findFile = (root: FolderEntry, parts: readonly string[]): { readonly size: number } | undefined => {
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    const next = entryAt(folder, part);
    if (next?.kind !== "folder") return undefined;
    folder = next;
  }
  const found = entryAt(folder, parts.at(-1)!);
  return found?.kind === "file" ? found : undefined;
};

const singleFolder = (
  root: FolderEntry,
): { readonly name: string; readonly folder: FolderEntry } | undefined => {
  const [only, ...others] = root.entries.values();
  if (only === undefined || others.length > 0 || only.entry.kind !== "folder") return undefined;
  return { name: only.name, folder: only.entry };
};

const lift = (to: AbsolutePath, name: string): void => {
  const aside = temporaryBeside(to);
  rename(below(to, name), aside);
  removeDirectory(to);
  rename(aside, to);
};
