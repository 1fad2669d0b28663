import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { beginSession } from "../../src/derivation/session.ts";
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

test("a text names what is in the store as it is, and a copy of all else that is there", () => {
  const storeDir = absolutePath(path.join(folder, "store"));
  beginSession({ storeDir, system: "x86_64-linux", folder: absolutePath(folder), onLook: () => {} });
  fs.mkdirSync(path.join(storeDir, "0-object"), { recursive: true });
  fs.writeFileSync(path.join(folder, "a.sh"), "echo a\n");
  const { stored } = makeLib((reference) => reference, "/profile");

  expect(stored(path.join(storeDir, "0-object"))).toBe(path.join(storeDir, "0-object"));
  expect(stored(path.join(folder, "a.sh"))).toMatch(new RegExp(`^${storeDir}/[0-9a-z]{32}-a\\.sh$`));
  fs.writeFileSync(path.join(folder, ".it's a file"), "");
  expect(stored(path.join(folder, ".it's a file"))).toMatch(/-itsafile$/);
  expect(stored("/nothing/there")).toBe("/nothing/there");
});
