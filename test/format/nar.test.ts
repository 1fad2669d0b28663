import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFile, narStrings } from "../../src/format/nar.ts";
import { createNarReader, type NarVisitor, readNar } from "../../src/format/nar-reader.ts";
import { createNarWriter, type NarWriter } from "../../src/format/nar-writer.ts";
import { compareNames, decodeName, encodeName } from "../../src/system/names.ts";

type Tree =
  | { type: "file"; executable: boolean; contents: Uint8Array }
  | { type: "link"; text: string }
  | { type: "directory"; entries: [string, Tree][] };

const file = (contents: string, executable = false): Tree => ({
  type: "file",
  executable,
  contents: Buffer.from(contents),
});
const directory = (entries: Record<string, Tree>): Tree => ({
  type: "directory",
  entries: Object.entries(entries).sort(([a], [b]) => compareNames(a, b)),
});

const write = (tree: Tree): Buffer => {
  const pieces: Buffer[] = [];
  const writer = createNarWriter((piece) => pieces.push(Buffer.from(piece)));
  writeTree(writer, tree);
  writer.end();
  return Buffer.concat(pieces);
};

const writeTree = (writer: NarWriter, tree: Tree): void => {
  if (tree.type === "link") writer.link(tree.text);
  else if (tree.type === "file") {
    writer.startFile(tree.executable, tree.contents.length);
    writer.contents(tree.contents.subarray(0, 3));
    writer.contents(tree.contents.subarray(3));
    writer.endFile();
  } else {
    writer.startDirectory();
    for (const [name, node] of tree.entries) {
      writer.startEntry(name);
      writeTree(writer, node);
      writer.endEntry();
    }
    writer.endDirectory();
  }
};

/** Rebuilds the tree from what the reader tells, fed in pieces of the given size. */
const read = (nar: Uint8Array, pieceSize: number, limits?: Parameters<typeof createNarReader>[1]): Tree => {
  const open: [string, Tree][][] = [];
  let root: Tree | undefined;
  let current: Buffer[] = [];
  let executable = false;
  const attach = (path: string, tree: Tree) => {
    if (path === "") root = tree;
    else open.at(-1)!.push([path.slice(path.lastIndexOf("/") + 1), tree]);
  };
  const visitor: NarVisitor = {
    startDirectory: () => open.push([]),
    endDirectory: (path) => attach(path, { type: "directory", entries: open.pop()! }),
    startFile: (_path, bit) => {
      executable = bit;
      current = [];
    },
    contents: (piece) => current.push(Buffer.from(piece)),
    endFile: (path) => attach(path, { type: "file", executable, contents: Buffer.concat(current) }),
    link: (path, text) => attach(path, { type: "link", text }),
  };
  const reader = createNarReader(visitor, limits);
  const reused = Buffer.alloc(pieceSize);
  for (let at = 0; at < nar.length; at += pieceSize) {
    const piece = nar.subarray(at, at + pieceSize);
    reused.set(piece);
    reader.push(reused.subarray(0, piece.length));
  }
  reader.end();
  return root!;
};

const bytesOf = (tree: Tree): unknown =>
  tree.type === "file"
    ? [tree.executable, Buffer.from(tree.contents).toString("hex")]
    : tree.type === "link"
      ? tree.text
      : tree.entries.map(([name, node]) => [name, bytesOf(node)]);

const anyName = fc
  .uint8Array({ minLength: 1, maxLength: 12 })
  .filter(
    (name) => !name.includes(0x2f) && !name.includes(0) && !/^\.\.?$/.test(Buffer.from(name).toString()),
  )
  .map(decodeName);

const anyTree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    fc.record({
      type: fc.constant("file" as const),
      executable: fc.boolean(),
      contents: fc.uint8Array({ maxLength: 40 }),
    }),
    fc.record({ type: fc.constant("link" as const), text: anyName }),
    fc
      .dictionary(anyName, tie("tree"), { maxKeys: 4 })
      .map((entries) => directory(entries as Record<string, Tree>)),
  ),
})).tree;

describe("writing and reading", () => {
  test("a tree has the NAR that nix-store --dump gives it", () => {
    const tree = directory({
      a: file("a"),
      empty: directory({}),
      sub: directory({ run: file("#!/bin/sh\n", true), link: { type: "link", text: "../a" } }),
    });
    const nar = write(tree);
    expect(nar).toHaveLength(1048);
    expect(createHash("sha256").update(nar).digest("hex")).toBe(
      "541956c4d5b87d7e8cf79229f1bdbee22860255a3103195d19f64a3d5e5fe8d9",
    );
  });

  test("every tree survives, whatever the pieces it arrives in", () => {
    fc.assert(
      fc.property(anyTree, fc.integer({ min: 1, max: 70 }), (tree, pieceSize) => {
        expect(bytesOf(read(write(tree), pieceSize))).toEqual(bytesOf(tree));
      }),
      { numRuns: 200 },
    );
  });

  test("a single file in one piece is the same archive", () => {
    for (const executable of [true, false])
      for (const contents of ["", "1234567", "12345678", "123456789"])
        expect(encodeFile(Buffer.from(contents), executable)).toEqual(write(file(contents, executable)));
  });

  test("names are ordered by their bytes, astral and escaped ones too", () => {
    const names = ["\ufffdx", "😀", decodeName(Buffer.of(0xff)), "é", "z", "Z", "a.b", "a", "a0", "💀"];
    const byBytes = [...names].sort((a, b) => Buffer.compare(encodeName(a), encodeName(b)));
    expect([...names].sort(compareNames)).toEqual(byBytes);
    for (const name of [...names, `💀${decodeName(Buffer.of(0x80))}`])
      expect(decodeName(encodeName(name))).toBe(name);
  });

  test("the writer refuses names out of order, doubled or impossible, and contents of another size", () => {
    const writer = createNarWriter(() => {});
    writer.startDirectory();
    writer.startEntry("b");
    expect(() => writer.startEntry("b")).toThrow("does not come after");
    expect(() => writer.startEntry("a")).toThrow("does not come after");
    for (const name of ["", ".", "..", "a/b", "a\0"])
      expect(() => writer.startEntry(name)).toThrow("the name");
    writer.startFile(false, 4);
    writer.contents(Buffer.from("abc"));
    expect(() => writer.endFile()).toThrow("4 bytes");
  });
});

const entry = (name: string, node: Buffer) =>
  Buffer.concat([narStrings("entry", "(", "name", name, "node"), node, narStrings(")")]);
const archive = (...parts: Buffer[]) => Buffer.concat([narStrings("nix-archive-1"), ...parts]);
const folder = (...entries: Buffer[]) =>
  Buffer.concat([narStrings("(", "type", "directory"), ...entries, narStrings(")")]);
const node = narStrings("(", "type", "regular", "contents", "x", ")");
const nested = (levels: number): Buffer => (levels === 0 ? node : folder(entry("d", nested(levels - 1))));
const withByte = (bytes: Buffer, at: number, value: number) => {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
};

describe("a hostile archive is refused", () => {
  const good = archive(node);
  const cases: Record<string, [Buffer, string]> = {
    "of another version": [narStrings("nix-archive-2"), "nix-archive-1"],
    "that stops short": [good.subarray(0, good.length - 8), "too early"],
    "that is empty": [Buffer.alloc(0), "too early"],
    "that goes on": [Buffer.concat([good, Buffer.alloc(8)]), "after its end"],
    "with padding that is not zero": [withByte(good, good.length - 17, 1), "padding"],
    "with a token's padding not zero": [withByte(good, 23, 1), "padding"],
    "with a slash in a name": [archive(folder(entry("a/b", node))), "slash"],
    "with ..": [archive(folder(entry("..", node))), "another directory"],
    "with .": [archive(folder(entry(".", node))), "another directory"],
    "with an empty name": [archive(folder(entry("", node))), "is empty"],
    "with NUL in a name": [archive(folder(entry("a\0b", node))), "NUL"],
    "with doubled entries": [archive(folder(entry("a", node), entry("a", node))), "doubled"],
    "with unsorted entries": [archive(folder(entry("b", node), entry("a", node))), "out of order"],
    "with an unknown type": [archive(narStrings("(", "type", "device", ")")), "unknown type"],
    "with a doubled field": [
      archive(narStrings("(", "type", "regular", "contents", "x", "contents")),
      "belongs",
    ],
    "with an executable bit that says something": [
      archive(narStrings("(", "type", "regular", "executable", "1")),
      "belongs",
    ],
    "with an empty link": [archive(narStrings("(", "type", "symlink", "target", "", ")")), "link"],
    "with NUL in a link": [archive(narStrings("(", "type", "symlink", "target", "a\0b", ")")), "link"],
    "with a name of a gigabyte": [
      archive(
        narStrings("(", "type", "directory", "entry", "(", "name"),
        Buffer.from("0000004000000000", "hex"),
      ),
      "are allowed",
    ],
    "with an impossible length": [
      archive(narStrings("(", "type", "regular", "contents"), Buffer.alloc(8, 0xff)),
      "impossible",
    ],
    "that nests without end": [archive(nested(600)), "in each other"],
  };
  test.each(Object.entries(cases))("%s", (_name, [bytes, complaint]) => {
    for (const pieceSize of [1, 7, 100_000])
      expect(() => read(bytes, pieceSize)).toThrow(
        expect.objectContaining({ code: "bad-nar", message: expect.stringContaining(complaint) }),
      );
  });

  test("with more contents than are allowed, before they come", () => {
    const limits = { depth: 5, name: 255, link: 4095, contents: 10 };
    expect(() =>
      read(archive(folder(entry("a", encodeNode(6)), entry("b", encodeNode(6)))), 1000, limits),
    ).toThrow(expect.objectContaining({ code: "bad-nar" }));
  });

  test("any damage is an error or another tree, never another exception", () => {
    const nar = write(directory({ a: file("hello"), b: directory({ c: { type: "link", text: "../a" } }) }));
    fc.assert(
      fc.property(fc.nat(nar.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const damaged = withByte(nar, at, value);
        try {
          expect(write(read(damaged, 4096))).toEqual(damaged);
        } catch (error) {
          expect(error).toMatchObject({ code: "bad-nar" });
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("a stream is read to its end", async () => {
  const seen: string[] = [];
  const note = (what: string) => () => void seen.push(what);
  const visitor: NarVisitor = {
    startDirectory: note("("),
    endDirectory: note(")"),
    startFile: note("file"),
    contents: note("contents"),
    endFile: note("end"),
    link: note("link"),
  };
  await readNar([write(directory({ a: file("x"), b: { type: "link", text: "a" } }))], visitor);
  expect(seen).toEqual(["(", "file", "contents", "end", "link", ")"]);
});

const encodeNode = (size: number) => encodeFile(Buffer.alloc(size), false).subarray(24);
