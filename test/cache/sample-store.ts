/**
 * Two stores with one folder: what the first holds, the second does not know of yet. (Store paths carry the place of their
 * store, so a cache is of use only between stores at the same place.)
 */
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { type AbsolutePath, absolutePath, type StorePath } from "../../src/base/paths.ts";
import { formatHash, hashBytes } from "../../src/format/hash.ts";
import { makeStorePath } from "../../src/format/store-path.ts";
import { createContentPool } from "../../src/store/content-pool.ts";
import { narHashOfTree } from "../../src/store/nar-hash.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { LocalStore } from "../../src/store/store.ts";
import { directoryNode, fileNode, linkNode, type TreeNode } from "../../src/store/tree.ts";
import { sealedForm, writeTree } from "../../src/store/write-tree.ts";
import type { Places } from "../../src/system/places.ts";
import { temporaryPlaces } from "../store/places.ts";

export interface Sample {
  readonly source: LocalStore;
  readonly target: LocalStore;
  readonly places: Places;
  /** Places of the second store. */
  readonly targetPlaces: Places;
  /** Named by its contents. */
  readonly leaf: StorePath;
  /** As a build makes it, with a file of 3 MB, odd names, and a reference to `leaf`. */
  readonly built: StorePath;
  /** Refers to `built` and to itself. */
  readonly top: StorePath;
  readonly folder: AbsolutePath;
}

export const sampleStores = (): Sample => {
  const places = temporaryPlaces();
  const folder = absolutePath(join(places.storeDir, ".."));
  const targetPlaces: Places = {
    ...places,
    varDir: absolutePath(join(folder, "var-of-target")),
    cacheDir: absolutePath(join(folder, "cache-of-target")),
  };
  const source = openStore(places);
  const leaf = source.addNode("leaf", [], directoryNode([["run", fileNode("#!/bin/sh\n", true)]]));
  const built = addBuilt(source, "built", [leaf], () =>
    directoryNode([
      ["big", fileNode(Buffer.concat([randomBytes(1_500_000), Buffer.alloc(1_500_000)]))],
      ["same", fileNode("#!/bin/sh\n", true)],
      ["é\u{1f4a9} x", fileNode("")],
      ["link", linkNode(leaf)],
      ["empty", directoryNode()],
    ]),
  );
  const top = addBuilt(
    source,
    "top",
    [built],
    (self) => directoryNode([["self", linkNode(`${self}/self`)]]),
    true,
  );
  return { source, target: openStore(targetPlaces), places, targetPlaces, leaf, built, top, folder };
};

export const addBuilt = (
  store: LocalStore,
  name: string,
  references: readonly StorePath[],
  tree: (self: StorePath) => TreeNode,
  selfReference = false,
): StorePath => {
  const path = makeStorePath(
    store.directory,
    "output:out",
    hashBytes("sha256", `derivation of ${name}`),
    name,
  );
  const place = store.temporaryPlace();
  const pool = createContentPool(store.directory);
  writeTree(place, tree(path), sealedForm(pool));
  const { hash, size } = narHashOfTree(place);
  store.installSynced(place, {
    path,
    narHash: formatHash({ algorithm: "sha256", bytes: hash }, "base16"),
    narSize: size,
    references: [...references, ...(selfReference ? [path] : [])].sort(),
    registrationTime: 1,
  });
  return path;
};

/** Names in the store's folder that are no objects: there should be none but `.links`. */
export const leftovers = ({ places }: Sample): readonly string[] =>
  fs.readdirSync(places.storeDir).filter((name) => name.startsWith(".") && name !== ".links");
