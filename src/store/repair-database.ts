/** Makes a new database from what is in the store directory, when the old one is beyond reading. */
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { formatHash, type Hash, hashBytes } from "../format/hash.ts";
import {
  digestOf,
  fixedContentAddress,
  fixedPath,
  nameOf,
  parseStorePath,
  textContentAddress,
  textPath,
} from "../format/store-path.ts";
import { replaceFile } from "../system/durable.ts";
import { lstat, makeDirectories, readBytes, readDirectory, rename } from "../system/files.ts";
import { acquireLock } from "../system/lock.ts";
import { databaseFile } from "./database.ts";
import { createTreeLoader } from "./load-tree.ts";
import { narHashOfTree } from "./nar-hash.ts";
import { openStore } from "./open-store.ts";
import type { RootPlaces } from "./roots.ts";
import { schemaVersion } from "./schema.ts";
import type { LocalStore, PathInfo } from "./store.ts";

export interface RebuiltDatabase {
  /** Where the old files are now. */
  readonly setAside: readonly AbsolutePath[];
  /** All objects of the new database, sorted. */
  readonly registered: readonly StorePath[];
  /** Those of them whose name could not be checked against their contents: built or fetched, or modified. */
  readonly unconfirmed: readonly StorePath[];
}

/**
 * Sets the old database aside and registers every object on disk: hashed anew, its references found by reading it,
 * its name checked where it is made from the contents. No other lares should run meanwhile.
 */
export const repairDatabase = async (places: RootPlaces): Promise<RebuiltDatabase> => {
  const lock = await acquireLock(below(places.varDir, "repair.lock"), {
    who: "a repair of the store",
    wait: false,
  });
  try {
    makeDirectories(places.storeDir);
    const found = describeObjects(places.storeDir);
    const setAside = setDatabaseAside(places.varDir);
    const store = openStore(places);
    try {
      store.withStoreLock(() => inOrderOfReferences(found).forEach(store.register));
    } finally {
      store.close();
    }
    const infos = [...found.values()];
    return {
      setAside,
      registered: infos.map(({ path }) => path),
      unconfirmed: infos.filter(({ ca }) => ca === undefined).map(({ path }) => path),
    };
  } finally {
    lock.release();
  }
};

/**
 * Registers objects that the database has lost: those whose contents are what their names say, and whose references are
 * valid. Gives them.
 */
export const registerLost = (store: LocalStore, lost: readonly StorePath[]): readonly StorePath[] => {
  const names = readDirectory(store.directory).map(({ name }) => below(store.directory, name));
  const paths = names.flatMap((name) => parseStorePath(store.directory, name) ?? []);
  const byDigest = new Map(paths.map((path) => [digestOf(path), path]));
  const infos = new Map(lost.map((path) => [path, describeObject(store.directory, path, byDigest)]));
  const whole = inOrderOfReferences(infos).filter(({ ca }) => ca !== undefined);
  return whole.flatMap((info) => {
    if (!info.references.every((path) => path === info.path || store.isValid(path))) return [];
    store.register(info);
    return [info.path];
  });
};

const describeObjects = (storeDir: AbsolutePath): ReadonlyMap<StorePath, PathInfo> => {
  const paths = readDirectory(storeDir).flatMap(
    ({ name }) => parseStorePath(storeDir, below(storeDir, name)) ?? [],
  );
  const byDigest = new Map(paths.map((path) => [digestOf(path), path]));
  return new Map(paths.map((path) => [path, describeObject(storeDir, path, byDigest)]));
};

const describeObject = (
  storeDir: AbsolutePath,
  path: StorePath,
  byDigest: ReadonlyMap<string, StorePath>,
): PathInfo => {
  const loader = createTreeLoader(storeDir, { kept: 0 });
  loader.tree(absolutePath(path));
  const references = [...loader.mentioned].flatMap((digest) => byDigest.get(digest) ?? []).sort();
  const nar = narHashOfTree(absolutePath(path));
  const hash: Hash = { algorithm: "sha256", bytes: nar.hash };
  const ca = contentAddress(storeDir, path, hash, references);
  return {
    path,
    narHash: formatHash(hash, "base16"),
    narSize: nar.size,
    references,
    registrationTime: Math.floor(Date.now() / 1000),
    ...(ca === undefined ? {} : { ca }),
  };
};

/** The content address under which the object has just this name. */
const contentAddress = (
  storeDir: AbsolutePath,
  path: StorePath,
  narHash: Hash,
  references: readonly StorePath[],
): string | undefined => {
  const name = nameOf(path);
  if (fixedPath(storeDir, name, "recursive", narHash, { paths: references }) === path)
    return fixedContentAddress("recursive", narHash);
  if (lstat(path)?.kind !== "file") return undefined;
  const bytes = readBytes(path);
  const flat = hashBytes("sha256", bytes);
  if (textPath(storeDir, name, flat, references) === path) return textContentAddress(flat);
  for (const algorithm of ["sha256", "sha512", "sha1", "md5"] as const) {
    const hash = hashBytes(algorithm, bytes);
    if (fixedPath(storeDir, name, "flat", hash) === path) return fixedContentAddress("flat", hash);
  }
  return undefined;
};

/** Every object after those that it refers to. */
const inOrderOfReferences = (infos: ReadonlyMap<StorePath, PathInfo>): readonly PathInfo[] => {
  const ordered = new Set<PathInfo>();
  const begun = new Set<StorePath>();
  const visit = (info: PathInfo): void => {
    if (begun.has(info.path)) return;
    begun.add(info.path);
    for (const reference of info.references) if (infos.has(reference)) visit(infos.get(reference)!);
    ordered.add(info);
  };
  for (const info of infos.values()) visit(info);
  return [...ordered];
};

const setDatabaseAside = (varDir: AbsolutePath): readonly AbsolutePath[] => {
  const file = databaseFile(varDir);
  const stamp = new Date().toISOString().replace(/[^0-9]/g, "");
  const moved = ["", "-wal", "-shm"].flatMap((suffix) => {
    const from = `${file}${suffix}`;
    if (lstat(from) === undefined) return [];
    const to = absolutePath(`${file}.damaged-${stamp}${suffix}`);
    rename(from, to);
    return [to];
  });
  makeDirectories(below(varDir, "db"));
  replaceFile(below(varDir, "db", "schema"), `${schemaVersion}`);
  return moved;
};
