import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, test } from "vitest";
import { makeLib } from "../../src/home/lib.ts";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-lib-"));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("what definitions learn about files is reported before they learn it", () => {
  fs.mkdirSync(path.join(folder, "b"), { recursive: true });
  fs.writeFileSync(path.join(folder, "a"), "");
  fs.symlinkSync("b", path.join(folder, "c"));
  const looked: string[] = [];
  const { file } = makeLib(
    (reference) => reference,
    "/profile",
    (at) => looked.push(at),
  );

  expect(file.namesIn(folder)).toEqual(["a", "b", "c"]);
  expect(["a", "b", "c", "d"].map((name) => file.kindOf(path.join(folder, name)))).toEqual([
    "file",
    "directory",
    "directory",
    undefined,
  ]);
  expect(file.namesIn(path.join(folder, "a"))).toEqual([]);
  expect(looked).toEqual(["", "a", "b", "c", "d", "a"].map((name) => path.join(folder, name)));
});
