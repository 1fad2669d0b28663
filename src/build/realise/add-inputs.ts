/** Puts into the store what no build makes: the texts of derivations, and the sources that they take in. */
import type { StorePath } from "../../base/paths.ts";
import { unchangedNode } from "../../derivation/source-tree.ts";
import { type Hash, hashBytes } from "../../format/hash.ts";
import {
  fixedContentAddress,
  fixedPath,
  nameOf,
  textContentAddress,
  textPath,
} from "../../format/store-path.ts";
import type { StoreCopy, StoreSource, StoreText } from "../../home/description.ts";
import { createContentPool } from "../../store/content-pool.ts";
import { narHashOfNode } from "../../store/nar-hash.ts";
import type { LocalStore, NewObject, PathInfo } from "../../store/store.ts";
import { fileNode, type TreeNode } from "../../store/tree.ts";
import { sealedForm, writeTree } from "../../store/write-tree.ts";
import { explainingDisk } from "../../system/disk-errors.ts";
import { removeTree } from "../../system/durable.ts";
import { lstat } from "../../system/files.ts";
import { encodeName } from "../../system/names.ts";
import type { DerivationGraph } from "./graph.ts";

/** All at once, with one sync of the disk; what is there already stays. */
export const addInputs = (
  store: LocalStore,
  sources: readonly StoreSource[],
  graph: DerivationGraph,
  drvPaths: readonly StorePath[],
): void => {
  const missing = sources.filter(({ path }) => !store.protect(path));
  const texts = graph.closure(drvPaths).filter((path) => !store.protect(path));
  const objects: Addition[] = [
    ...missing.map((source) => sourceObject(store, source)),
    ...texts.flatMap((path) => derivationObject(store, graph, path)),
  ];
  if (objects.length > 0) explainingDisk(store.directory, () => write(store, objects));
};

interface Addition {
  readonly node: TreeNode;
  readonly info: PathInfo;
  readonly outputs?: Readonly<Record<string, StorePath>>;
}

const write = (store: LocalStore, additions: readonly Addition[]): void => {
  const pool = createContentPool(store.directory);
  const places: NewObject[] = [];
  try {
    for (const { node, ...rest } of additions) {
      const place = store.temporaryPlace();
      places.push({ place, ...rest });
      writeTree(place, node, sealedForm(pool));
    }
    store.install(places, pool);
  } finally {
    for (const { place } of places) if (lstat(place) !== undefined) removeTree(place);
  }
};

const derivationObject = (
  store: LocalStore,
  graph: DerivationGraph,
  path: StorePath,
): readonly Addition[] => {
  const text = graph.textOf(path);
  if (text === undefined) return [];
  const derivation = graph.at(path);
  const references = [
    ...(Object.keys(derivation.inputDerivations) as StorePath[]),
    ...derivation.inputSources,
  ].sort();
  const hash = hashBytes("sha256", encodeName(text));
  assertPath(textPath(store.directory, nameOf(path), hash, references), path);
  const outputs = Object.fromEntries(
    Object.entries(derivation.outputs).map(([name, { path }]) => [name, path]),
  );
  const node = fileNode(encodeName(text));
  return [{ node, outputs, info: infoOf(path, node, references, textContentAddress(hash)) }];
};

const sourceObject = (store: LocalStore, source: StoreSource): Addition =>
  source.type === "text" ? textObject(store, source) : copyObject(store, source);

const textObject = (store: LocalStore, { path, text, executable, references }: StoreText): Addition => {
  const node = fileNode(encodeName(text), executable);
  if (executable) {
    const nar: Hash = { algorithm: "sha256", bytes: narHashOfNode(node).hash };
    assertPath(fixedPath(store.directory, nameOf(path), "recursive", nar, { paths: references }), path);
    return { node, info: infoOf(path, node, references, fixedContentAddress("recursive", nar)) };
  }
  const hash = hashBytes("sha256", encodeName(text));
  assertPath(textPath(store.directory, nameOf(path), hash, references), path);
  return { node, info: infoOf(path, node, references, textContentAddress(hash)) };
};

/** What changed since the evaluation saw it is refused by `unchangedNode`. */
const copyObject = (store: LocalStore, source: StoreCopy): Addition => {
  const node = unchangedNode(store.directory, source);
  const hash: Hash = { algorithm: "sha256", bytes: narHashOfNode(node).hash };
  assertPath(fixedPath(store.directory, nameOf(source.path), "recursive", hash), source.path);
  return { node, info: infoOf(source.path, node, [], fixedContentAddress("recursive", hash)) };
};

const infoOf = (path: StorePath, node: TreeNode, references: readonly StorePath[], ca: string): PathInfo => {
  const { hash, size } = narHashOfNode(node);
  return {
    path,
    narHash: `sha256:${hash.toString("hex")}`,
    narSize: size,
    references,
    registrationTime: Math.floor(Date.now() / 1000),
    ca,
    ultimate: true,
  };
};

const assertPath = (made: StorePath, path: StorePath): void => {
  if (made !== path) throw new Error(`the contents of ${path} belong at ${made}`);
};
