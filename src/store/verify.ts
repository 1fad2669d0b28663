/** Compares what the database says with what is on disk. */
import { exceptErrno, LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { formatHash } from "../format/hash.ts";
import { chmod, type FileStatus, lstat, readDirectory, setTimes, unlink } from "../system/files.ts";
import { directoryMode, fileMode, storeTime } from "./canonical.ts";
import { hashStream } from "./load-tree.ts";
import { linksDirectory, linksName } from "./names.ts";
import { narHashOfTree } from "./nar-hash.ts";
import type { RootPlaces } from "./roots.ts";
import type { LocalStore } from "./store.ts";
import { readTemporaryRoots } from "./temporary-roots.ts";

export type Fault =
  /** Registered, and not on disk. */
  | "missing"
  /** Its contents are not those that were registered. */
  | "modified"
  /** The contents are right; a mode or a time is not what the store gives. */
  | "not-canonical"
  /** On disk, not registered: left by a crash, or by a lost database. The next collection takes it. */
  | "unregistered";

export interface Finding {
  readonly path: AbsolutePath | StorePath;
  readonly fault: Fault;
  readonly detail: string;
  /**
   * repaired: as it should be. forgotten: no longer registered, so that the next build makes it anew. remains: nothing
   * was done, or nothing could be.
   */
  readonly outcome: "repaired" | "forgotten" | "remains";
}

export interface VerifyOptions {
  /** Hash everything again: as slow as reading the whole store. Without it only presence is looked at. */
  readonly checkContents?: boolean;
  readonly repair?: boolean;
  /** Called before each object, with how many were looked at and how many there are. */
  readonly onObject?: (done: number, all: number) => void;
}

export interface Verification {
  /** Objects looked at. */
  readonly checked: number;
  /** Sorted by path. */
  readonly findings: readonly Finding[];
}

export const verifyStore = (
  store: LocalStore,
  places: RootPlaces,
  options: VerifyOptions = {},
): Verification => {
  const paths = store.validPaths();
  const found = [...paths.entries()].flatMap(([done, path]) => {
    options.onObject?.(done, paths.length);
    return examine(store, path, options.checkContents ?? false) ?? [];
  });
  const findings: Finding[] = [...unregistered(store, places), ...mendAll(store, found, options)];
  if (options.repair && findings.some(({ fault }) => fault === "modified"))
    dropDamagedContents(store.directory);
  findings.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { checked: paths.length, findings };
};

type Found = { readonly path: StorePath; readonly fault: Fault; readonly detail: string };

const examine = (store: LocalStore, path: StorePath, contents: boolean): Found | undefined => {
  const info = store.queryPathInfo(path);
  if (info === undefined) return undefined;
  if (lstat(path) === undefined)
    return { path, fault: "missing", detail: "it is registered and not on disk" };
  if (!contents) return undefined;
  const actual = hashOnDisk(path);
  if (actual !== info.narHash)
    return { path, fault: "modified", detail: `registered as ${info.narHash}, on disk ${actual}` };
  const odd = notCanonical(absolutePath(path));
  return (
    odd && { path, fault: "not-canonical", detail: `${odd} has a mode or time that the store does not give` }
  );
};

/** An object that cannot even be read as a tree says so in place of its hash. */
const hashOnDisk = (path: StorePath): string => {
  try {
    const { hash } = narHashOfTree(absolutePath(path));
    return formatHash({ algorithm: "sha256", bytes: hash }, "base16");
  } catch (error) {
    if (error instanceof LaresError) return error.message;
    throw error;
  }
};

/** The first path in a tree that is not as the store makes them. */
const notCanonical = (path: AbsolutePath): AbsolutePath | undefined => {
  const status = lstat(path);
  if (status === undefined || !isCanonical(status)) return path;
  if (status.kind !== "directory") return undefined;
  for (const { name } of readDirectory(path)) {
    const found = notCanonical(below(path, name));
    if (found !== undefined) return found;
  }
  return undefined;
};

const isCanonical = ({ kind, mode, mtimeMs }: FileStatus): boolean =>
  mtimeMs === storeTime * 1000 && (kind === "link" || mode === canonicalMode(kind, mode));

const canonicalMode = (kind: string, mode: number): number =>
  kind === "directory" ? directoryMode : fileMode({ executable: (mode & 0o100) !== 0 });

/** What something else needs is never forgotten; whether it does is asked before anything is, so that the order says nothing. */
const mendAll = (
  store: LocalStore,
  found: readonly Found[],
  { repair }: VerifyOptions,
): readonly Finding[] => {
  if (repair !== true) return found.map((each) => ({ ...each, outcome: "remains" }));
  const isNeeded = ({ path }: Found): boolean => store.referrers(path).some((referrer) => referrer !== path);
  const outcomes = found.map((each): Finding["outcome"] =>
    each.fault === "not-canonical" ? "repaired" : isNeeded(each) ? "remains" : "forgotten",
  );
  for (const [at, { path }] of found.entries()) {
    if (outcomes[at] === "repaired") makeCanonical(absolutePath(path));
    if (outcomes[at] === "forgotten") store.unregister([path]);
  }
  return found.map((each, at) => ({ ...each, outcome: outcomes[at]! }));
};

/** What was damaged must not be linked into what is made anew: its shared name goes, if it is not what it says. */
export const dropDamagedContents = (storeDir: AbsolutePath): void => {
  const directory = linksDirectory(storeDir);
  for (const { name } of exceptErrno(["ENOENT"], [], () => readDirectory(directory))) {
    const path = below(directory, name);
    const status = lstat(path);
    if (status?.kind !== "file") continue;
    if (hashStream(path, status.size, (status.mode & 0o100) !== 0).hash !== name) unlink(path);
  }
};

const makeCanonical = (path: AbsolutePath): void => {
  const status = lstat(path);
  if (status === undefined) return;
  if (status.kind === "directory")
    for (const { name } of readDirectory(path)) makeCanonical(below(path, name));
  if (isCanonical(status)) return;
  if (status.kind !== "link") chmod(path, canonicalMode(status.kind, status.mode));
  setTimes(path, storeTime);
};

/** Listed before the running processes' names are read, for the reason that collect.ts gives. */
const unregistered = (store: LocalStore, places: RootPlaces): Finding[] => {
  const names = exceptErrno(["ENOENT"], [], () => readDirectory(store.directory)).map(({ name }) => name);
  const inUse = readTemporaryRoots(places.varDir, false);
  return names
    .filter((name) => name !== linksName)
    .map((name) => below(store.directory, name))
    .filter((path) => !inUse.has(path) && !store.isValid(path as string as StorePath))
    .map((path) => ({
      path,
      fault: "unregistered",
      detail: "it is on disk and not registered",
      outcome: "remains",
    }));
};
