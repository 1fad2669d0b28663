import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { type Pack, writePack } from "../../src/store/content-pack.ts";
import { narHashByPack, narHashOfNode } from "../../src/store/nar-hash.ts";
import {
  type DirectoryNode,
  directoryNode,
  type FileNode,
  fileNode,
  linkNode,
} from "../../src/store/tree.ts";
import { temporaryFolder } from "./places.ts";

/** Several windows' worth of contents, with one that is there twice, one that is executable and one that is too large. */
const contents: readonly (readonly [string, string, boolean])[] = [
  ["a", "first\n", false],
  ["empty", "", false],
  ["large", "L".repeat(100_000), false],
  ["run", "#!/bin/sh\n", true],
  ["z", "first\n", false],
  ...Array.from({ length: 60 }, (_, at) => [`n${at}`, `${at}-`.repeat(4000), at % 7 === 0] as const),
];

/** A tree whose files lie in a store's pool, as a build finds them that reads nothing. */
const pooledTree = () => {
  const folder = temporaryFolder();
  const files = contents.map(([name, text, executable]): readonly [string, FileNode] => {
    const { frame: _, ...node } = fileNode(text, executable);
    const pooled = absolutePath(join(folder, node.hash));
    writeFileSync(pooled, text);
    return [name, { ...node, pooled, source: pooled }];
  });
  const tree = directoryNode([["sub", directoryNode(files)], ["link", linkNode("sub/a")], files[0]!]);
  return { folder, tree, hash: narHashOfNode(tree) };
};

const packed = () => {
  const { folder, tree, hash } = pooledTree();
  const file = absolutePath(join(folder, "pack"));
  const { digest, places } = writePack(file, tree);
  const damage: string[] = [];
  const pack: Pack = { file, digest, onDamage: () => damage.push("damaged") };
  return { folder, file, tree: placed(tree, pack, places), hash, damage, places };
};

const placed = (tree: DirectoryNode, pack: Pack, places: ReadonlyMap<string, number>): DirectoryNode =>
  directoryNode(
    [...tree.entries].map(([name, node]) => {
      if (node.type === "directory") return [name, placed(node, pack, places)];
      const at = node.type === "file" ? places.get(node.hash) : undefined;
      return [name, at === undefined ? node : { ...(node as FileNode), packed: { pack, at } }];
    }),
  );

const pooledFiles = ({ entries }: DirectoryNode): readonly FileNode[] =>
  [...entries.values()].flatMap((node) =>
    node.type === "directory" ? pooledFiles(node) : node.type === "file" ? [node] : [],
  );

test("a tree has the same hash from the pack, with the files of the pool not read", () => {
  const { tree, hash, damage, places } = packed();
  const only = pooledFiles(tree).filter(({ packed, hash }) => packed && hash !== fileNode("first\n").hash);
  expect(only.length).toBe(contents.length - 3);
  expect(places.size).toBe(contents.length - 2);
  for (const { pooled } of only) writeFileSync(pooled!, "other bytes");
  expect(narHashByPack(tree)).toEqual(hash);
  expect(damage).toEqual([]);
});

test("a file that was edited since has its place between those of the pack", () => {
  const { tree } = packed();
  (tree.entries.get("sub") as DirectoryNode).entries.set("n30", fileNode("edited\n"));
  const plain = directoryNode([...tree.entries]);
  expect(narHashByPack(tree)).toEqual(narHashOfNode(plain));
});

describe("a pack that is not what was written counts for nothing", () => {
  test.each<[string, (file: string) => void]>([
    ["a byte that is needed", (file) => flip(file, 200)],
    ["its last byte", (file) => flip(file, readFileSync(file).length - 1)],
    ["cut off", (file) => truncateSync(file, 1000)],
    ["longer", (file) => writeFileSync(file, "more", { flag: "a" })],
    ["gone", (file) => rmSync(file)],
  ])("%s", (_name, spoil) => {
    const { tree, hash, damage, file } = packed();
    spoil(file);
    expect(narHashByPack(tree)).toEqual(hash);
    expect(damage).toEqual(["damaged"]);
  });
});

const flip = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  bytes[at]! ^= 1;
  rmSync(file);
  writeFileSync(file, bytes);
};

test("what the pool does not have as it should be is left out", () => {
  const { folder, tree } = pooledTree();
  const [first, second] = pooledFiles(tree.entries.get("sub") as DirectoryNode).slice(5, 7);
  writeFileSync(first!.pooled!, "x".repeat(first!.size));
  rmSync(second!.pooled!);
  const { places } = writePack(absolutePath(join(folder, "pack")), tree);
  expect(places.has(first!.hash)).toBe(false);
  expect(places.has(second!.hash)).toBe(false);
  expect(places.size).toBe(contents.length - 4);
  expect(existsSync(join(folder, "pack"))).toBe(true);
});
