/**
 * Collection. Mark: everything the roots reach is alive. Forget: the rest leaves the database. Sweep: its files are
 * renamed to names that nothing leads to, then deleted. A crash at any point leaves names that the next
 * collection takes, never a registered object that is not whole.
 */
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { digestOf, parseStorePath } from "../format/store-path.ts";
import {
  chmod,
  type FileStatus,
  lstat,
  readDirectory,
  removeDirectory,
  rename,
  unlink,
} from "../system/files.ts";
import { createTreeLoader } from "./load-tree.ts";
import { linksDirectory, linksName } from "./names.ts";
import { findRoots, type Root, type RootPlaces, staleIndirectRoots } from "./roots.ts";
import type { LocalStore } from "./store.ts";
import { readTemporaryRoots } from "./temporary-roots.ts";

export interface CollectOptions {
  /** Only say what would be deleted. */
  readonly dryRun?: boolean;
  /** Links that count as gone although they are there (with `dryRun`: generations that would expire). */
  readonly without?: ReadonlySet<string>;
  /** Objects to keep beside those that the roots reach. */
  readonly keep?: readonly StorePath[];
}

export interface Collection {
  /** Objects deleted, sorted. */
  readonly deleted: readonly StorePath[];
  /** Names in the store that were not registered: left by crashes. Sorted. */
  readonly leftovers: readonly AbsolutePath[];
  /** Bytes that the disk got back; contents that something alive shares do not count. */
  readonly freedBytes: number;
  readonly alive: number;
  readonly roots: readonly Root[];
}

export const collectGarbage = (
  store: LocalStore,
  places: RootPlaces,
  options: CollectOptions = {},
): Collection => {
  const { dryRun = false } = options;
  const { live, dead, roots } = dryRun
    ? mark(store, places, options)
    : store.withStoreLock(() => {
        const marked = mark(store, places, options);
        store.unregister(marked.dead);
        return marked;
      });
  const leftovers = findLeftovers(store, places, live, dead);
  const garbage = [...dead, ...leftovers];
  const freedBytes = dryRun ? wouldFree(garbage) : sweep(store, garbage);
  if (!dryRun) for (const root of staleIndirectRoots(places)) unlink(root);
  return { deleted: dead, leftovers, freedBytes, alive: live.size, roots };
};

/** Deletes those of `paths` that no root reaches, and nothing else. Gives what was deleted. */
export const collectDead = (
  store: LocalStore,
  places: RootPlaces,
  paths: readonly StorePath[],
): readonly StorePath[] => {
  const dead = store.withStoreLock(() => {
    const candidates = new Set<string>(paths);
    const found = mark(store, places, {}).dead.filter((path) => candidates.has(path));
    store.unregister(found);
    return found;
  });
  sweep(store, dead);
  return dead;
};

/**
 * Takes an object that no root reaches out of the store, to be written to again: gives the temporary name that it has now,
 * or undefined where something needs it.
 */
export const reclaim = (store: LocalStore, places: RootPlaces, path: StorePath): AbsolutePath | undefined =>
  store.withStoreLock(() => {
    if (!mark(store, places, {}).dead.includes(path)) return undefined;
    const place = store.temporaryPlace();
    store.unregister([path]);
    rename(path, place);
    return place;
  });

interface Marked {
  readonly live: ReadonlySet<string>;
  readonly dead: readonly StorePath[];
  readonly roots: readonly Root[];
}

const mark = (store: LocalStore, places: RootPlaces, options: CollectOptions): Marked => {
  const temporary = [...readTemporaryRoots(places.varDir, !options.dryRun)].map((path) =>
    parseStorePath(store.directory, path),
  );
  const roots = findRoots(places, options.without);
  const starts = [...roots.map(({ path }) => path), ...temporary, ...(options.keep ?? [])].filter(
    (path) => path !== undefined,
  );
  const live = new Set<string>(store.closure([...starts, ...reachedUnregistered(store, starts)]));
  const dead = store.validPaths().filter((path) => !live.has(path));
  for (const path of starts) live.add(path);
  return { live, dead, roots };
};

/**
 * A root may lead to an object that a damaged or lost database does not know. It is not ours to delete, nor is
 * what it mentions: that is found by reading it.
 */
const reachedUnregistered = (store: LocalStore, starts: readonly StorePath[]): readonly StorePath[] => {
  const seen = new Set<StorePath>();
  const onDisk = byDigest(store, starts);
  const visit = (path: StorePath): void => {
    if (seen.has(path)) return;
    seen.add(path);
    if (store.isValid(path) || lstat(path) === undefined) return;
    const loader = createTreeLoader(store.directory, { kept: 0 });
    loader.tree(absolutePath(path));
    for (const digest of loader.mentioned) for (const next of onDisk().get(digest) ?? []) visit(next);
  };
  for (const path of new Set(starts)) visit(path);
  return [...seen];
};

/** Objects in the store directory by their digest; read only when it is asked for. */
const byDigest = (store: LocalStore, starts: readonly StorePath[]) => {
  let found: Map<string, StorePath[]> | undefined;
  return () => {
    if (found !== undefined) return found;
    const names = readDirectory(store.directory).map(({ name }) => below(store.directory, name));
    const paths = [...starts, ...names.flatMap((name) => parseStorePath(store.directory, name) ?? [])];
    found = Map.groupBy(paths, digestOf);
    return found;
  };
};

/**
 * Names are listed before the running processes' own are read: whoever makes a name writes it down first, so a name
 * that is seen and not written down has no living owner.
 */
const findLeftovers = (
  store: LocalStore,
  places: RootPlaces,
  live: ReadonlySet<string>,
  dead: readonly StorePath[],
): readonly AbsolutePath[] => {
  const known = new Set<string>(dead);
  const present = readDirectory(store.directory)
    .filter(({ name }) => name !== linksName)
    .map(({ name }) => below(store.directory, name));
  const inUse = readTemporaryRoots(places.varDir, false);
  const registered = new Set<string>(store.validPaths());
  return present.filter(
    (path) => !(known.has(path) || live.has(path) || inUse.has(path) || registered.has(path)),
  );
};

/**
 * Moved away as the store's only writer, each after a last look that nobody registered it again meanwhile; then deleted
 * at leisure. The new names lie in the same directory: moving a read-only directory elsewhere is not allowed.
 */
const sweep = (store: LocalStore, garbage: readonly (AbsolutePath | StorePath)[]): number => {
  const trash = store.withStoreLock(() =>
    garbage
      .filter((path) => !store.isValid(path as StorePath))
      .flatMap((path) => {
        const place = store.temporaryPlace();
        return exceptErrno(["ENOENT"], [], () => {
          rename(path, place);
          return [place];
        });
      }),
  );
  const freed = trash.reduce((sum, place) => sum + deleteTree(place), 0);
  return freed + sweepContents(store);
};

/** Deletes a tree; gives the bytes of files that had no other name. */
const deleteTree = (path: AbsolutePath): number => {
  const status = lstat(path);
  if (status === undefined) return 0;
  if (status.kind !== "directory") {
    unlink(path);
    return ownBytes(status);
  }
  if ((status.mode & 0o700) !== 0o700) chmod(path, 0o700);
  const freed = readDirectory(path).reduce((sum, { name }) => sum + deleteTree(below(path, name)), 0);
  removeDirectory(path);
  return freed;
};

/** Deletes shared contents that no object uses any more, those of an interrupted collection too. */
const sweepContents = (store: LocalStore): number => {
  const directory = linksDirectory(store.directory);
  let freed = 0;
  for (const { name } of exceptErrno(["ENOENT"], [], () => readDirectory(directory))) {
    const path = below(directory, name);
    const status = lstat(path);
    if (status?.links !== 1) continue;
    exceptErrno(["ENOENT"], undefined, () => unlink(path));
    freed += status.size;
  }
  return freed;
};

const ownBytes = ({ kind, links, size }: FileStatus): number => (kind === "file" && links === 1 ? size : 0);

/** Bytes of files all of whose names but the one in `.links` are in these trees. */
const wouldFree = (paths: readonly string[]): number => {
  const files = new Map<number, { names: number; status: FileStatus }>();
  const visit = (path: AbsolutePath): void => {
    const status = lstat(path);
    if (status?.kind === "directory") for (const { name } of readDirectory(path)) visit(below(path, name));
    if (status?.kind !== "file") return;
    files.set(status.inode, { names: (files.get(status.inode)?.names ?? 0) + 1, status });
  };
  for (const path of paths) visit(absolutePath(path));
  return [...files.values()]
    .filter(({ names, status }) => names >= status.links - 1)
    .reduce((sum, { status }) => sum + status.size, 0);
};
