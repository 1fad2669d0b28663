/** The display of builds as text: events in, lines out. */
import { describe, expect, test } from "vitest";
import type { StorePath } from "../../src/base/paths.ts";
import type { RealiseEvent } from "../../src/build/realise/events.ts";
import {
  type BuildTree,
  emptyTree,
  eventLine,
  renderTree,
  summaryOf,
  updateTree,
} from "../../src/cli/render/build-tree.ts";
import { paletteFor } from "../../src/cli/render/colour.ts";
import { displayWidth } from "../../src/cli/render/layout.ts";

const path = (name: string): StorePath => `/s/${"a".repeat(32)}-${name}` as StorePath;
const drv = (name: string): StorePath => path(`${name}.drv`);
const colour = paletteFor("error", true);

const planned: RealiseEvent = {
  type: "planned",
  builds: [
    { drvPath: drv("source.tar.gz"), name: "source.tar.gz", isDownload: true, after: [] },
    { drvPath: drv("lib"), name: "lib", isDownload: false, after: [drv("source.tar.gz")] },
    { drvPath: drv("tool"), name: "tool", isDownload: false, after: [drv("lib")] },
  ],
  downloads: [{ path: path("glibc"), url: "https://c", narSize: 9_000_000, downloadSize: 2_097_152 }],
};

/** Each event a second after the one before. */
const treeAfter = (...events: readonly RealiseEvent[]): BuildTree =>
  [planned, ...events].reduce((tree, event, at) => updateTree(tree, event, at * 1000), emptyTree);

const lines = (
  tree: BuildTree,
  more: { columns?: number; rows?: number; now?: number } = {},
): readonly string[] => renderTree(tree, { columns: 60, rows: 10, now: 10_000, colour, ...more });

describe("the tree", () => {
  test("shows what runs, what waits for what, and how far all is", () => {
    const tree = treeAfter(
      { type: "download-started", path: path("glibc"), url: "https://c" },
      { type: "download-bytes", path: path("glibc"), bytes: 1_048_576 },
      { type: "build-started", drvPath: drv("source.tar.gz") },
      { type: "build-bytes", drvPath: drv("source.tar.gz"), bytes: 512, total: 1024 },
    );
    expect(lines(tree)).toEqual([
      "↓ source.tar.gz  7 s  512 B of 1.0 KiB",
      "↓ glibc  1.0 MiB of 2.0 MiB, 114 KiB/s",
      "⏸ lib  waits for source.tar.gz",
      "⏸ tool  waits for lib",
      "0 of 2 built, 0 of 2 downloaded  10 s",
    ]);
  });

  test("shows the last line of a builder without its colours and cursor movements", () => {
    const tree = treeAfter(
      { type: "build-started", drvPath: drv("lib") },
      {
        type: "build-log",
        drvPath: drv("lib"),
        line: "\x1b[1;31mred\x1b[0m\tand \x1b]0;title\x07bad\x07\x1b[2J",
      },
    );
    expect(lines(tree)[0]).toBe("⏵ lib  9 s  red and bad\\x07");
  });

  test("counts what is done and what failed", () => {
    const tree = treeAfter(
      { type: "build-done", drvPath: drv("source.tar.gz"), elsewhere: false },
      { type: "build-done", drvPath: drv("lib"), elsewhere: false },
      { type: "build-failed", drvPath: drv("tool"), message: "no" },
      { type: "download-done", path: path("glibc") },
    );
    expect(summaryOf(tree)).toBe("1 of 2 built, 2 of 2 downloaded, 1 failed");
    expect(lines(tree)).toHaveLength(1);
  });

  test("says that another process builds it", () => {
    expect(lines(treeAfter({ type: "build-waits", drvPath: drv("lib") }))[0]).toBe(
      "⏸ lib  another lares builds it",
    );
  });

  test("is never wider or longer than the terminal, down to ten columns", () => {
    const wide = "漢字".repeat(40);
    const tree = treeAfter(
      { type: "build-started", drvPath: drv("lib") },
      { type: "build-log", drvPath: drv("lib"), line: `${"x".repeat(500)}${wide}` },
      { type: "build-started", drvPath: drv("tool") },
      { type: "build-log", drvPath: drv("tool"), line: wide },
    );
    for (let columns = 10; columns < 130; columns += 3) {
      for (const line of lines(tree, { columns })) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(lines(tree, { columns, rows: 2 })).toHaveLength(2);
    }
  });
});

test("a pipe gets a line for what begins, and nothing of what goes on", () => {
  const tree = treeAfter();
  const told = (event: RealiseEvent): string | undefined => eventLine(tree, event);
  expect(told(planned)).toBe("1 path from caches, 1 file to download, 2 packages to build");
  expect(told({ type: "build-started", drvPath: drv("lib") })).toBe("building lib");
  expect(told({ type: "build-log", drvPath: drv("lib"), line: "x" })).toBeUndefined();
  expect(told({ type: "download-started", path: path("glibc"), url: "https://c" })).toBe(
    "downloading glibc from https://c",
  );
  expect(told({ type: "build-done", drvPath: drv("lib"), elsewhere: true })).toBe("another lares built lib");
});
