import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { readLiterals } from "../../src/pipeline/data-literals.ts";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "lares-literals-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const read = (literal: unknown): string =>
  readLiterals(literal, absolutePath(join(folder, "literals"))) as string;

test("contents that data carries are there, whole, under the name they have", () => {
  const path = read({
    _type: "path",
    file: "/x/conf",
    dir: { a: "one", "b/c": { text: "two", executable: true } },
  });
  expect(path).toMatch(/\/conf$/);
  expect(fs.readFileSync(`${path}/a`, "utf8")).toBe("one");
  expect(fs.statSync(`${path}/b/c`).mode & 0o777).toBe(0o755);
  expect(
    read({ _type: "path", file: "/x/conf", dir: { a: "one", "b/c": { text: "two", executable: true } } }),
  ).toBe(path);
});

test("what a kill left half written is not taken for the contents", () => {
  const literal = { _type: "path", file: "/x/conf", text: "whole" };
  const path = read(literal);
  const place = path.slice(0, path.lastIndexOf("/"));
  fs.renameSync(place, `${place.slice(0, place.lastIndexOf("/"))}/.lares-tmp-left`);
  expect(fs.readFileSync(read(literal), "utf8")).toBe("whole");
});

test.each([
  ["a name that climbs", { dir: { "../../../out": "x" } }],
  ["an absolute name", { dir: { "/out": "x" } }],
  ["an empty name", { dir: { "": "x" } }],
  ["a way through a link that the same data brought", { dir: { a: { link: ".." }, "a/out": "x" } }],
  ["a way through a file", { dir: { a: "x", "a/out": "x" } }],
])("%s is refused, and nothing is written outside", (_, contents) => {
  expect(() => read({ _type: "path", file: "/x/conf", ...contents })).toThrow(/is no name for a file/);
  expect(fs.readdirSync(folder)).toEqual(["literals"]);
});
