/**
 * `fill-cache COUNT FOLDER COMPRESSION KEYFILE`: puts so many packages, and one that refers to them all, into the store and
 * from there into a binary cache. Prints the path of that one.
 */
import { absolutePath } from "../../src/base/paths.ts";
import { openCacheFiles } from "../../src/cache/cache-files.ts";
import { readSecretKey } from "../../src/cache/key-files.ts";
import { pushPaths } from "../../src/cache/push.ts";
import type { NarCompression } from "../../src/format/narinfo.ts";
import { openStore } from "../../src/store/open-store.ts";
import { directoryNode, fileNode, type TreeNode } from "../../src/store/tree.ts";
import { findPlaces } from "../../src/system/places.ts";

const main = async (count: number, folder: string, compression: NarCompression, key: string) => {
  const store = openStore(findPlaces());
  const paths = Array.from({ length: count }, (_, at) => store.addNode(`package-${at}`, [], somePackage(at)));
  const all = store.addNode("all", paths, fileNode(paths.join("\n")));
  await pushPaths(store, await openCacheFiles(`file://${folder}`), [all], {
    keys: [readSecretKey(key)],
    compression,
    parallel: 4,
    aside: absolutePath(`${folder}.aside`),
    signal: new AbortController().signal,
  });
  store.close();
  console.log(all);
};

/** A program of 300 KB that compresses as machine code does, two dozen small files, folders and pages. */
const somePackage = (at: number): TreeNode => {
  const random = numbers(at + 1);
  const program = Buffer.from(Array.from({ length: 300_000 }, () => (random() < 0.5 ? 0 : random() * 256)));
  const page = (n: number) => fileNode(`page ${n} of package ${at}\n`.repeat(20 + n * 7));
  return directoryNode([
    ["bin", directoryNode([[`tool-${at}`, fileNode(program, true)]])],
    [
      "share",
      directoryNode([
        ["man", directoryNode(Array.from({ length: 8 }, (_, n) => [`tool-${n}.1`, page(n)] as const))],
        ["doc", directoryNode(Array.from({ length: 16 }, (_, n) => [`${n}.txt`, page(n + 8)] as const))],
      ]),
    ],
  ]);
};

/** Numbers from 0 to 1, the same in every run (mulberry32). */
const numbers = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const [count, folder, compression, key] = process.argv.slice(2);
await main(Number(count), folder!, compression as NarCompression, key!);
