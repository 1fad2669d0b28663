import { expect, test } from "vitest";
import { type TreeRow, treeRows } from "../../src/tui/state/tree.ts";
import type { FileRow } from "../../src/tui/work/requests.ts";

const file = (path: string, drift?: FileRow["drift"]): FileRow => ({
  path,
  kind: "link",
  option: "home.file",
  ...(drift && { drift }),
});

const drawn = (rows: readonly TreeRow[]): string[] =>
  rows.map((row) =>
    row.type === "folder"
      ? `${"  ".repeat(row.depth)}${row.open ? "v" : ">"} ${row.name} ${row.drifted}/${row.files}`
      : `${"  ".repeat(row.depth)}${row.name}`,
  );

const files = [
  file(".config/b/two", "edited"),
  file(".config/b/one"),
  file(".config/a/deep/est/file"),
  file(".zshrc"),
  file(".local/bin/x"),
];

test("folders come first, a chain of single folders is one, and each knows what is below", () => {
  expect(drawn(treeRows(files, new Set()))).toEqual([
    "v .config 1/3",
    "  v a/deep/est 0/1",
    "    file",
    "  v b 1/2",
    "    one",
    "    two",
    "v .local/bin 0/1",
    "  x",
    ".zshrc",
  ]);
});

test("what is closed hides all below it", () => {
  expect(drawn(treeRows(files, new Set([".config"])))).toEqual([
    "> .config 1/3",
    "v .local/bin 0/1",
    "  x",
    ".zshrc",
  ]);
});
