import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageNamed } from "../../src/base/package.ts";
import { absentPrograms, type systemPrograms } from "../../src/packages/system-programs.ts";

let folder: string;
const put = (name: string, mode = 0o755) =>
  fs.writeFileSync(path.join(folder, name), "#!/bin/sh\n", { mode });

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lares-programs-"));
  put("rg");
  put("prettier");
  put("notes", 0o644);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const absent = (...packages: Parameters<typeof systemPrograms>[0]) =>
  absentPrograms(packages, `relative:${folder}:/nowhere`).map(({ program }) => program);

test("a package is looked up by the program it is known for", () => {
  expect(
    absent(packageNamed("ripgrep"), packageNamed("npm:prettier@3"), packageNamed("npm:@scope/prettier")),
  ).toEqual([]);
  expect(absent(packageNamed("neovim"), packageNamed("bat"))).toEqual(["nvim", "bat"]);
  expect(absent(packageNamed("anything", { mainProgram: "rg" }))).toEqual([]);
});

test("a file that cannot be executed is no program", () =>
  expect(absent(packageNamed("notes"))).toEqual(["notes"]));

test("a package with a store path is not the system's", () =>
  expect(absent(packageNamed("nowhere", { outPath: "/store/x" }))).toEqual([]));
