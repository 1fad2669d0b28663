import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Changed, type Found, type Operation } from "../../src/activation/operation.ts";
import { perform } from "../../src/activation/perform.ts";
import { revert } from "../../src/activation/revert.ts";
import { exactly, type TrialHome, trialHome } from "./trial-home.ts";

let trial: TrialHome;
let at: (path: string) => string;
beforeEach(() => {
  trial = trialHome();
  at = trial.at;
  trial.write("file", "mine", 0o604);
  trial.write("source", "new");
  trial.write("folder/inner", "mine too", 0o640);
  fs.mkdirSync(at("empty"), { mode: 0o711 });
  fs.symlinkSync("old text", at("link"));
  fs.symlinkSync("new text", at("staged-link"));
  fs.mkdirSync(at("backups"));
  trial.write("state", "before");
});
afterEach(() => trial.remove());

const said: string[] = [];
const say = (path: string) => said.push(path);
const fileFound = (path: string): Found => {
  const { ino, size, mtimeMs } = fs.statSync(at(path));
  return { kind: "file", inode: ino, size, mtimeMs };
};
const linkFound = (text: string): Found => ({ kind: "link", text });

/** Made when the home is there: each with what it takes to be complete. */
const operations: Record<string, () => readonly Operation[]> = {
  "make-directory": () => [{ do: "make-directory", path: at("made"), mode: 0o700 }],
  "remove-directory": () => [{ do: "remove-directory", path: at("empty"), mode: 0o711, must: true }],
  link: () => [{ do: "link", path: at("new"), text: "somewhere" }],
  "write-copy": () => [{ do: "write-copy", path: at("copy"), from: at("source"), mode: 0o600 }],
  "write-tree": () => [{ do: "write-tree", path: at("tree"), from: at("folder") }],
  "keep a file": () => [{ do: "keep", path: at("file"), at: at("backups/1"), was: fileFound("file") }],
  "keep a link": () => [{ do: "keep", path: at("link"), at: at("backups/1"), was: linkFound("old text") }],
  "place over a file": () => [
    { do: "keep", path: at("file"), at: at("backups/1"), was: fileFound("file") },
    { do: "write-copy", path: at("temporary"), from: at("source"), mode: 0o600 },
    {
      do: "place",
      from: at("temporary"),
      path: at("file"),
      puts: { kind: "file", from: at("source") },
      over: fileFound("file"),
      kept: at("backups/1"),
    },
  ],
  "place over a link": () => [
    { do: "link", path: at("temporary"), text: "x" },
    {
      do: "place",
      from: at("temporary"),
      path: at("link"),
      puts: { kind: "link", text: "x" },
      over: linkFound("old text"),
    },
  ],
  "place where nothing is": () => [
    { do: "write-copy", path: at("temporary"), from: at("source"), mode: 0o600 },
    {
      do: "place",
      from: at("temporary"),
      path: at("new"),
      puts: { kind: "file", from: at("source") },
      over: null,
    },
  ],
  "place a folder": () => [
    { do: "make-directory", path: at("temporary"), mode: 0o755 },
    { do: "link", path: at("temporary/x"), text: "x" },
    { do: "place", from: at("temporary"), path: at("new"), puts: { kind: "directory" }, over: null },
  ],
  "unlink a link": () => [{ do: "unlink", path: at("link"), was: linkFound("old text") }],
  "unlink a file": () => [
    { do: "keep", path: at("file"), at: at("backups/1"), was: fileFound("file") },
    { do: "unlink", path: at("file"), was: fileFound("file"), kept: at("backups/1") },
  ],
  "move-away": () => [moveAway()],
  "restore a file": () => [{ do: "restore", path: at("back"), at: at("file"), aside: at("aside") }],
  "restore a folder": () => [{ do: "restore", path: at("back"), at: at("folder"), aside: at("aside") }],
  "restore a link": () => [{ do: "restore", path: at("back"), at: at("link"), aside: at("aside") }],
  mode: () => [{ do: "mode", path: at("file"), mode: 0o600, was: 0o604 }],
  write: () => [{ do: "write", path: at("new"), text: "state", was: null }],
  flip: () => [{ do: "flip", path: at("link"), text: "new text", was: "old text" }],
  "flip to nothing": () => [{ do: "flip", path: at("link"), text: null, was: "old text" }],
};

const moveAway = (): Operation => ({
  do: "move-away",
  path: at("folder"),
  at: at("backups/1"),
  aside: at("aside"),
  inode: fs.statSync(at("folder")).ino,
});

/** What is written anew has a new time; what is the person's keeps the one that trialHome gives. */
const untimed = (home: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(home).map(([path, shown]) => [path, shown.replace(/ 1[6-9]\d{11}(\.\d+)? /, " now ")]),
  );

describe.each(Object.entries(operations))("%s", (_, make) => {
  test("done twice is as done once, undone twice as never done", () => {
    const all = make();
    const before = exactly(trial);
    for (const operation of all) perform(operation);
    const done = exactly(trial);
    expect(done).not.toEqual(before);
    perform(all.at(-1)!);
    expect(untimed(exactly(trial))).toEqual(untimed(done));
    for (const operation of [...all].reverse()) revert(operation, say);
    expect(exactly(trial)).toEqual(before);
    for (const operation of [...all].reverse()) revert(operation, say);
    expect(exactly(trial)).toEqual(before);
  });

  test("undone without having been done changes nothing", () => {
    const all = make();
    const before = exactly(trial);
    for (const operation of [...all].reverse()) revert(operation, say);
    expect(exactly(trial)).toEqual(before);
  });
});

describe("what changed meanwhile is left alone", () => {
  const refused = (operation: Operation) => {
    const before = exactly(trial);
    expect(() => perform(operation)).toThrow(Changed);
    expect(exactly(trial)).toEqual(before);
  };

  test("by whatever would take its place", () => {
    const stale = fileFound("file");
    trial.write("file", "mine, edited since", 0o604);
    refused({ do: "keep", path: at("file"), at: at("backups/1"), was: stale });
    refused({ do: "unlink", path: at("file"), was: stale, kept: at("x") });
    refused({ do: "unlink", path: at("link"), was: linkFound("another text") });
    refused({ do: "link", path: at("file"), text: "x" });
    refused({ do: "make-directory", path: at("file"), mode: 0o755 });
    refused({ do: "remove-directory", path: at("folder"), mode: 0o755, must: true });
    refused({ do: "restore", path: at("file"), at: at("source"), aside: at("aside") });
    for (const over of [null, stale, linkFound("x")])
      refused({
        do: "place",
        from: at("source"),
        path: at("file"),
        puts: { kind: "file", from: at("source") },
        over,
      });
  });

  test("by the undoing of a keep: the original, which is nowhere else, stays kept", () => {
    const keep: Operation = { do: "keep", path: at("file"), at: at("backups/1"), was: fileFound("file") };
    perform(keep);
    fs.unlinkSync(at("file"));
    trial.write("file", "another");
    said.length = 0;
    revert(keep, say);
    expect([trial.read("file"), trial.read("backups/1")]).toEqual(["another", "mine"]);
    expect(said).toEqual([at("file")]);
  });

  test("by a second run of a move: a folder that came since is not the one that left", () => {
    const move = moveAway();
    perform(move);
    trial.write("folder/inner", "another");
    perform(move);
    expect([trial.read("folder/inner"), trial.read("backups/1/inner")]).toEqual(["another", "mine too"]);
    said.length = 0;
    revert(move, say);
    expect([trial.read("folder/inner"), trial.read("backups/1/inner")]).toEqual(["another", "mine too"]);
    expect(said).toEqual([at("folder")]);
  });

  test("by the undoing of a place", () => {
    const place: Operation = {
      do: "place",
      from: at("source"),
      path: at("new"),
      puts: { kind: "file", from: at("state") },
      over: null,
    };
    fs.copyFileSync(at("state"), at("source"));
    perform(place);
    trial.write("new", "edited");
    revert(place, say);
    expect(trial.read("new")).toBe("edited");
  });
});
