/** The store on this machine: objects in a directory, what is known of them in a database. */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { formatHash, type Hash } from "../format/hash.ts";
import { fixedContentAddress, fixedPath, parseStorePath } from "../format/store-path.ts";
import { explainingDisk } from "../system/disk-errors.ts";
import { removeTree, syncFileSystem, syncFileSystemMeanwhile } from "../system/durable.ts";
import { lstat, makeDirectories, rename } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { type ContentPool, createContentPool } from "./content-pool.ts";
import { openStoreDatabase } from "./database.ts";
import { createIncoming } from "./incoming.ts";
import { temporaryPlaceIn } from "./names.ts";
import { type NarHash, narHashByPack, narHashOfNode } from "./nar-hash.ts";
import { createRecords } from "./records.ts";
import { sealAndHash } from "./seal-tree.ts";
import type { LocalStore, NewObject, PathInfo } from "./store.ts";
import { createTemporaryRoots } from "./temporary-roots.ts";
import { sealedForm, writeTree } from "./write-tree.ts";

export const openStore = ({ storeDir, varDir }: Pick<Places, "storeDir" | "varDir">): LocalStore => {
  const database = explainingDisk(storeDir, () => {
    makeDirectories(storeDir);
    return openStoreDatabase(varDir);
  });
  const records = createRecords(database);
  const running = createTemporaryRoots(varDir);

  const temporaryPlace = (): AbsolutePath => {
    const place = temporaryPlaceIn(storeDir);
    running.add(place);
    return place;
  };

  /** The object's path, and what to record of it. */
  const describe = (name: string, references: readonly StorePath[], nar: NarHash): PathInfo => {
    const hash: Hash = { algorithm: "sha256", bytes: nar.hash };
    return {
      path: fixedPath(storeDir, name, "recursive", hash, { paths: references }),
      narHash: formatHash(hash, "base16"),
      narSize: nar.size,
      references: [...new Set(references)].sort(),
      registrationTime: Math.floor(Date.now() / 1000),
      ca: fixedContentAddress("recursive", hash),
    };
  };

  /**
   * The question is asked as the only writer: a collector that read the list before the path was added to it has
   * forgotten its dead paths by then.
   */
  const protect = (path: StorePath): boolean => {
    running.add(path);
    return database.write(() => records.isValid(path)) && lstat(path) !== undefined;
  };

  /**
   * Puts whole, synced objects where they belong, unless another process was first. What a crash left at such a path
   * is moved out of the way; a record whose object a crash lost is true again.
   */
  const settle = (objects: readonly NewObject[], replace = false): void => {
    const leftovers = database.write(() => objects.map((object) => settleOne(object, replace)));
    for (const leftover of leftovers) removeIfAny(leftover);
  };

  /** Gives the name under which what is not needed is left. */
  const settleOne = ({ place, info, outputs, unsandboxed }: NewObject, replace: boolean): AbsolutePath => {
    assertReferences(info);
    const isThere = lstat(info.path) !== undefined;
    const isValid = records.isValid(info.path);
    if (isThere && isValid && !replace) return place;
    const leftover = temporaryPlace();
    if (isThere) rename(info.path, leftover);
    rename(place, info.path);
    if (isValid) return leftover;
    records.insert(info);
    if (outputs !== undefined) records.insertOutputs(info.path, outputs);
    if (unsandboxed) records.noteUnsandboxed(info.path);
    return leftover;
  };

  const install = (objects: readonly NewObject[], pool: ContentPool): void => {
    syncFileSystem(storeDir);
    pool.publish();
    settle(objects);
  };

  const assertReferences = ({ path, references }: PathInfo): void => {
    const missing = references.filter((reference) => reference !== path && !records.isValid(reference));
    if (missing.length === 0) return;
    throw new LaresError({
      code: "reference-missing",
      message: `${path} refers to what is not in the store`,
      details: missing,
      hint: "realise the missing paths first",
    });
  };

  /** Runs `write` for a new place, of which nothing remains in the end but what was moved to its path. */
  const inPlace = (write: (place: AbsolutePath, pool: ContentPool) => StorePath): StorePath =>
    explainingDisk(storeDir, () => {
      const place = temporaryPlace();
      try {
        return write(place, createContentPool(storeDir));
      } finally {
        removeIfAny(place);
      }
    });

  const removeIfAny = (place: AbsolutePath): void => {
    if (lstat(place) !== undefined) removeTree(place);
  };

  return {
    directory: storeDir,
    isValid: records.isValid,
    queryPathInfo: records.info,
    pathWithDigest: (digest) => records.withPrefix(`${storeDir}/${digest}-`),
    validPaths: records.all,
    closure: records.closure,
    referrers: records.referrers,
    protect,
    temporaryPlace,
    describeNode: (name, references, node) => describe(name, references, narHashOfNode(node)),
    protectOnly: running.keepOnly,
    installSynced: (place, info) => settle([{ place, info }]),
    install,
    isUnsandboxed: records.isUnsandboxed,
    addNode: (name, references, node) => {
      const info = describe(name, references, narHashByPack(node));
      if (protect(info.path)) return info.path;
      return inPlace((place, pool) => {
        writeTree(place, node, sealedForm(pool));
        install([{ place, info }], pool);
        return info.path;
      });
    },
    addTree: (name, references, build) =>
      inPlace((place, pool) => {
        build(place);
        const info = describe(name, references, sealAndHash(place, pool));
        if (!protect(info.path)) install([{ place, info }], pool);
        return info.path;
      }),
    register: (info) =>
      database.write(() => {
        if (parseStorePath(storeDir, info.path) === undefined)
          throw new Error(`not a store path: ${info.path}`);
        assertReferences(info);
        if (!records.isValid(info.path)) records.insert(info);
      }),
    receive: (info) => {
      if (parseStorePath(storeDir, info.path) === undefined)
        throw new Error(`not a store path: ${info.path}`);
      return createIncoming(storeDir, temporaryPlace(), info);
    },
    admit: async (arrived, { replace = false } = {}) => {
      await syncFileSystemMeanwhile(storeDir);
      explainingDisk(storeDir, () => {
        for (const { pool, info } of arrived) {
          pool.publish();
          running.add(info.path);
        }
        settle(arrived, replace);
        for (const { place } of arrived) removeIfAny(place);
      });
    },
    unregister: (paths) => database.write(() => records.remove(paths)),
    withStoreLock: database.write,
    close: () => {
      running.release();
      database.sql.close();
    },
  };
};
