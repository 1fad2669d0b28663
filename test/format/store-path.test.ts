import { describe, expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { hashBytes, parseHash } from "../../src/format/hash.ts";
import {
  digestOf,
  fixedPath,
  isStoreName,
  nameOf,
  outputPath,
  parseStorePath,
  storePathOf,
  textPath,
} from "../../src/format/store-path.ts";

const store = absolutePath("/tmp/nixgold/store");
const hello = (algorithm: "sha1" | "sha256") => hashBytes(algorithm, "hello\n");

/** The paths on the right are what Nix 2.8 printed with NIX_STORE_DIR=/tmp/nixgold/store. */
describe("paths are Nix's", () => {
  test("a tree (nix-store --add)", () => {
    const nar = parseHash("sha256:541956c4d5b87d7e8cf79229f1bdbee22860255a3103195d19f64a3d5e5fe8d9")!;
    expect(fixedPath(store, "tree", "recursive", nar)).toBe(`${store}/fgcyah51r3c2xb1jl8pgbnq3wnh2f4is-tree`);
  });

  test("a flat file by SHA-256 and SHA-1 (nix-store --add-fixed)", () => {
    expect(fixedPath(store, "hello.txt", "flat", hello("sha256"))).toBe(
      `${store}/qas2w10q3vj20xs4xpkn8sfxvk5p1jl7-hello.txt`,
    );
    expect(fixedPath(store, "hello.txt", "flat", hello("sha1"))).toBe(
      `${store}/549q6yc6k35xhnncfdydmn6rvl225ac3-hello.txt`,
    );
  });

  test("a tree by SHA-1 (nix-store --add-fixed --recursive)", () => {
    const nar = parseHash("sha1:nwk7w3v2lz0bmx463pyjg56k4c2411fj")!;
    expect(fixedPath(store, "tree", "recursive", nar)).toBe(`${store}/29q8f7vjp1l1bzqhcc2grd5mwr1yxi0c-tree`);
  });

  test("a text, and a text that names another (builtins.toFile)", () => {
    const note = textPath(store, "note", hashBytes("sha256", "some text\n"));
    expect(note).toBe(`${store}/2dlmxxzpzj05laf1vid7nkagyh3njqsi-note`);
    expect(textPath(store, "note2", hashBytes("sha256", `see ${note}\n`), [note])).toBe(
      `${store}/c0lpg8yx1ysknwa0rbpplq1c0hjjp4h2-note2`,
    );
  });
});

test("references, their order and a self-reference count as Nix counts them", () => {
  const a = `${store}/${"0".repeat(32)}-a` as StorePath;
  const b = `${store}/${"1".repeat(32)}-b` as StorePath;
  const path = (references: object) => fixedPath(store, "x", "recursive", hello("sha256"), references);
  expect(path({ paths: [a, b] })).toBe(path({ paths: [b, a] }));
  expect(new Set([path({}), path({ paths: [a] }), path({ paths: [a, b] }), path({ self: true })]).size).toBe(
    4,
  );
  expect(() => fixedPath(store, "x", "flat", hello("sha1"), { paths: [a] })).toThrow();
});

test("an output other than out is named after it", () => {
  expect(nameOf(outputPath(store, "git-2", "out", hello("sha256")))).toBe("git-2");
  expect(nameOf(outputPath(store, "git-2", "doc", hello("sha256")))).toBe("git-2-doc");
});

test.each(["", ".hidden", "..", "a b", "a/b", "ä", "x".repeat(212), "a\0"])("%j is no name", (name) => {
  expect(isStoreName(name)).toBe(false);
  expect(() => textPath(store, name, hello("sha256"))).toThrow(
    expect.objectContaining({ code: "bad-store-name" }),
  );
});

test("a path is taken apart, and found around a path inside of it", () => {
  const path = `${store}/2dlmxxzpzj05laf1vid7nkagyh3njqsi-note`;
  expect(parseStorePath(store, path)).toBe(path);
  expect(digestOf(path as StorePath)).toBe("2dlmxxzpzj05laf1vid7nkagyh3njqsi");
  expect(nameOf(path as StorePath)).toBe("note");
  expect(storePathOf(store, `${path}/bin/x`)).toBe(path);
  for (const text of [
    `${path}/bin`,
    store,
    `${store}/`,
    `${store}/.links`,
    `/else${path}`,
    path.replace("note", ""),
  ])
    expect(parseStorePath(store, text)).toBeUndefined();
  expect(parseStorePath(store, path.replace("2dl", "2de"))).toBeUndefined();
});
