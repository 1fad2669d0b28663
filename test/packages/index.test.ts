import * as fs from "node:fs";
import { expect, test } from "vitest";
import { indexedNames, indexTargets, isNativeIn } from "../../src/packages/package-index.ts";
import { basePlatforms } from "../../src/packages/platforms.ts";
import { parseReference } from "../../src/packages/reference.ts";
import { sources } from "../../src/packages/sources.ts";

test("every name leads to sources that there are, sorted, one line a name", () => {
  const names = indexedNames();
  expect(names.length).toBeGreaterThan(10);
  expect(names).toEqual(names.toSorted());
  for (const name of names)
    for (const reference of Object.values(indexTargets(name)!)) {
      expect(Object.keys(sources)).toContain(parseReference(reference)?.source);
      expect(reference).not.toMatch(/[{}]/);
    }
});

test("placeholders are filled in as npm names systems", () => {
  expect(indexTargets("x", { x: { npm: "@a/x-{os}-{cpu}" } })).toEqual({
    "aarch64-darwin": "npm:@a/x-darwin-arm64",
    "aarch64-linux": "npm:@a/x-linux-arm64",
    "x86_64-darwin": "npm:@a/x-darwin-x64",
    "x86_64-linux": "npm:@a/x-linux-x64",
  });
});

test("what runs scripts has a source on every platform", () => {
  expect(Object.keys(indexTargets("nodejs")!).sort()).toEqual([...basePlatforms]);
});

test("a range does not hide that a package has programs of its own", () => {
  expect(isNativeIn("npm", "esbuild")).toBe(true);
  expect(isNativeIn("npm", "esbuild@0.25")).toBe(true);
  expect(isNativeIn("npm", "esbuild-wasm")).toBe(false);
  expect(isNativeIn("npm", "prettier")).toBe(false);
});

test("the index is JSON with a line for each program", () => {
  const text = fs.readFileSync("packages/index.json", "utf8");
  for (const name of indexedNames().filter((one) => one !== "nodejs"))
    expect(text).toMatch(new RegExp(`^  "${name}": \\{.*\\},?$`, "m"));
});
