import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { prepareGeneration, writeGenerationTo } from "../../src/build/generation.ts";
import { homeOf } from "../modules/home.ts";

const folders = (names: Readonly<Record<string, readonly string[]>>): string => {
  const root = fs.mkdtempSync(path.join(tmpdir(), "lares-laid-over-"));
  for (const [folder, files] of Object.entries(names)) {
    fs.mkdirSync(path.join(root, folder));
    for (const file of files) fs.writeFileSync(path.join(root, folder, file), file);
  }
  return root;
};

const recursive = (source: string) => ({ target: "hosts", source, recursive: true });

test("recursive folders with one target are laid over each other", () => {
  const root = folders({ a: ["one"], b: ["two"] });
  const { description, failedAssertions } = homeOf([], {
    home: { file: { a: recursive(`${root}/a`), b: recursive(`${root}/b`) } },
  });
  expect(failedAssertions).toEqual([]);
  const out = absolutePath(`${root}/out`);
  writeGenerationTo(out, prepareGeneration(absolutePath(`${root}/store`), description));
  expect(fs.readdirSync(`${out}/home-files/hosts`).sort()).toEqual(["one", "two"]);
  fs.rmSync(root, { recursive: true });
});

test("but not where both have the same file, nor where one is not recursive", () => {
  const root = folders({ a: ["one"], b: ["one"] });
  const both = homeOf([], { home: { file: { a: recursive(`${root}/a`), b: recursive(`${root}/b`) } } });
  expect(() => prepareGeneration(absolutePath(`${root}/store`), both.description)).toThrow(/hosts\/one/);
  const one = homeOf([], {
    home: { file: { a: recursive(`${root}/a`), b: { target: "hosts", source: `${root}/b` } } },
  });
  expect(one.failedAssertions).toHaveLength(1);
  fs.rmSync(root, { recursive: true });
});

test("bytes are written as they are", () => {
  const root = folders({});
  const bytes = Buffer.from([0, 255, 128, 10]);
  const { description } = homeOf([], { home: { file: { b: { base64: bytes.toString("base64") } } } });
  writeGenerationTo(
    absolutePath(`${root}/out`),
    prepareGeneration(absolutePath(`${root}/store`), description),
  );
  expect(fs.readFileSync(`${root}/out/home-files/b`)).toEqual(bytes);
  fs.rmSync(root, { recursive: true });
});
