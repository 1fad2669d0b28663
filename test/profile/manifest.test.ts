import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatManifest, type ManifestEntry } from "../../src/home/manifest.ts";
import { diffManifests } from "../../src/profile/manifest-diff.ts";
import { isHomePath, parseManifest } from "../../src/profile/read-manifest.ts";

const origin = { option: "home.file" };
const link = (path: string, hash = "h"): ManifestEntry => ({
  path: path as never,
  origin,
  kind: "link",
  leads: "file",
  hash,
});
const copy = { path: "c", origin, kind: "copy", mode: 0o600, hash: "a".repeat(64) };
const text = (entries: unknown, version: unknown = 1) => JSON.stringify({ version, entries });

describe("a manifest", () => {
  test("comes back as it was written", () => {
    const entries = [link("a"), copy as ManifestEntry, link("odd\udcff\nname")];
    expect(parseManifest(formatManifest({ version: 1, entries }), "m").entries).toEqual(entries);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no entries", '{"version":1}'],
    ["no version", '{"entries":[]}'],
    ["an absolute path", text([link("/etc/passwd")])],
    ["a path that leads up", text([link("a/../../b")])],
    ["a path with a dot", text([link("./a")])],
    ["an empty path", text([link("")])],
    ["a NUL", text([link("a\0b")])],
    ["a path twice", text([link("a"), link("a")])],
    ["an unknown kind", text([{ ...link("a"), kind: "socket" }])],
    ["a link that leads nowhere known", text([{ ...link("a"), leads: "away" }])],
    ["a copy with set-id bits", text([{ ...copy, mode: 0o4755 }])],
    ["a copy with no hash", text([{ ...copy, hash: "x" }])],
    ["a relative live source", text([{ path: "a", origin, kind: "live", source: "x" }])],
    ["no origin", text([{ ...link("a"), origin: undefined }])],
    ["null", text([null])],
  ])("with %s is refused as damaged", (_, damaged) => {
    expect(() => parseManifest(damaged, "m")).toThrow(expect.objectContaining({ code: "damaged-manifest" }));
  });

  test("of a newer lares is refused as such", () => {
    expect(() => parseManifest(text([], 2), "m")).toThrow(
      expect.objectContaining({ code: "newer-manifest" }),
    );
  });
});

test("paths of a home have no empty segment, no dots and no NUL", () => {
  for (const path of ["a", ".a", "..a", "a..", "a/.b/...", "a b\n"])
    expect(isHomePath(path), path).toBe(true);
  for (const path of ["", ".", "..", "/a", "a/", "a//b", "a/./b", "../a", "a/..", "a\0"])
    expect(isHomePath(path), path).toBe(false);
});

test("the difference of two manifests is that of their entries", () => {
  const folder = fs.mkdtempSync(join(tmpdir(), "lares-diff-"));
  const write = (name: string, entries: readonly ManifestEntry[]) => {
    fs.mkdirSync(`${folder}/${name}`, { recursive: true });
    fs.writeFileSync(`${folder}/${name}/manifest.json`, formatManifest({ version: 1, entries }));
    return `${folder}/${name}` as never;
  };
  const entries = fc
    .dictionary(
      fc.constantFrom("a", "a/b", "a-b", "b", "\u00e9", "\ud83d\ude00", "\uffee", "z\udcff"),
      fc.constantFrom("1", "2"),
    )
    .map((all) => Object.entries(all).map(([path, hash]) => link(path, hash)));
  try {
    fc.assert(
      fc.property(entries, entries, (from, to) => {
        const pairs = diffManifests(write("from", from), write("to", to));
        const paths = new Set([...from, ...to].map(({ path }) => path));
        const wanted = [...paths].flatMap((path) => {
          const [old, now] = [from, to].map((list) => hashOf(list.find((entry) => entry.path === path)));
          return old === now ? [] : [`${path} ${old} ${now}`];
        });
        const found = pairs.map(
          (pair) => `${(pair.old ?? pair.new)!.path} ${hashOf(pair.old)} ${hashOf(pair.new)}`,
        );
        expect(found.sort()).toEqual(wanted.sort());
      }),
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

const hashOf = (entry: ManifestEntry | undefined) => (entry?.kind === "link" ? entry.hash : undefined);
