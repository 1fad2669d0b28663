/**
 * `fill-store ALIVE DEAD`: fills the store with small objects, files and folders in turn. A root keeps one object that
 * refers to the first ALIVE; nothing keeps the other DEAD. Prints how many are registered.
 */

import { absolutePath, below, type StorePath } from "../../src/base/paths.ts";
import { formatHash } from "../../src/format/hash.ts";
import { fixedContentAddress, fixedPath } from "../../src/format/store-path.ts";
import { createContentPool } from "../../src/store/content-pool.ts";
import { narHashOfNode } from "../../src/store/nar-hash.ts";
import { openStore } from "../../src/store/open-store.ts";
import { addRoot } from "../../src/store/roots.ts";
import { fileNode, type TreeNode } from "../../src/store/tree.ts";
import { sealedForm, writeTree } from "../../src/store/write-tree.ts";
import { findPlaces } from "../../src/system/places.ts";

const main = (alive: number, dead: number): void => {
  const places = findPlaces();
  const store = openStore(places);
  const pool = createContentPool(store.directory);
  const add = (name: string, node: TreeNode, references: readonly StorePath[]): StorePath => {
    const { hash: bytes, size } = narHashOfNode(node);
    const hash = { algorithm: "sha256", bytes } as const;
    const path = fixedPath(store.directory, name, "recursive", hash, { paths: references });
    writeTree(absolutePath(path), node, sealedForm(pool));
    store.register({
      path,
      narHash: formatHash(hash, "base16"),
      narSize: size,
      references,
      registrationTime: 1,
      ca: fixedContentAddress("recursive", hash),
    });
    return path;
  };
  store.withStoreLock(() => {
    const kept = Array.from({ length: alive - 1 }, (_, at) => add(`alive-${at}`, someTree(at), []));
    addRoot(places, below(places.stateDir, "kept"), add("all", fileNode(kept.join("\n")), kept.sort()));
    for (let at = 0; at < dead; at++) add(`dead-${at}`, someTree(alive + at), []);
  });
  pool.publish();
  console.log(store.validPaths().length);
  store.close();
};

const someTree = (at: number): TreeNode => {
  const file = fileNode(`contents ${at}\n`.repeat(1 + (at % 40)));
  return at % 2 === 0 ? file : { type: "directory", entries: new Map([["bin", file]]) };
};

main(Number(process.argv[2]), Number(process.argv[3]));
