import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listBackups } from "../../src/activation/backup-index.ts";
import { restoreBackup } from "../../src/activation/backups.ts";
import { uninstall } from "../../src/activation/leave.ts";
import { planSwitch, type SwitchOptions, switchTo } from "../../src/activation/switch.ts";
import { exactly, makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => trial.remove());

const request = (wishes: Wishes, options: SwitchOptions = {}) =>
  ({
    places: trial.places,
    to: { kind: "new", path: makeGeneration(trial.places, wishes) },
    why: "lares switch",
    options,
  }) as const;
const go = (wishes: Wishes, options: SwitchOptions = {}) => switchTo(request(wishes, options));
const collisions = (wishes: Wishes, options: SwitchOptions = {}) =>
  planSwitch(request(wishes, options)).collisions.map(({ path, kind }) => [path, kind]);

const everythingInTheWay = () => {
  trial.write("file", "mine");
  trial.write("directory/inner", "mine");
  fs.symlinkSync("/etc", trial.at("link"));
  fs.symlinkSync("/nowhere", trial.at("dangling"));
  trial.write("parent", "mine");
};
const wanted: Wishes = {
  fine: "0",
  file: "1",
  directory: "2",
  link: "3",
  dangling: { copy: "4" },
  "parent/below": "5",
};

describe("what is in the way", () => {
  test("is found all at once, before anything is written", async () => {
    everythingInTheWay();
    const before = exactly(trial);
    expect(collisions(wanted)).toEqual([
      ["dangling", "dangling-link"],
      ["directory", "directory"],
      ["file", "file"],
      ["link", "link"],
      ["parent", "parent-file"],
    ]);
    await expect(go(wanted)).rejects.toMatchObject({
      code: "collision",
      exitCode: 4,
      message: "5 files are in the way",
      details: expect.arrayContaining([
        expect.stringMatching(/^~\/file: .*home\.file\."file", home\.config\.ts:7/),
      ]),
      hint: expect.stringMatching(/--backup.*force: true.*lares adopt ~\/file/),
    });
    expect(exactly(trial)).toEqual(before);
    expect(fs.readdirSync(trial.places.stateDir)).not.toContain("profiles");
  });

  test("is backed up when asked, with its traits, and uninstall puts it all back", async () => {
    everythingInTheWay();
    const before = exactly(trial);
    const { notes } = await go(wanted, { backup: true });
    expect(notes).toEqual([]);
    expect(seen(trial)).toEqual({
      fine: "link file 0",
      file: "link file 1",
      directory: "link file 2",
      link: "link file 3",
      dangling: "file 4",
      parent: "directory",
      "parent/below": "link file 5",
    });
    expect(
      listBackups(trial.places).map(({ path, kind }) => [path.slice(trial.home.length + 1), kind]),
    ).toEqual([
      ["dangling", "link"],
      ["directory", "directory"],
      ["file", "file"],
      ["link", "link"],
      ["parent", "file"],
    ]);
    const { backups } = await uninstall({ places: trial.places, why: "lares uninstall" });
    expect(backups).toEqual([]);
    expect(exactly(trial)).toEqual(before);
    expect(fs.existsSync(trial.places.stateDir)).toBe(false);
    expect(fs.existsSync(trial.places.storeDir)).toBe(false);
    expect(fs.lstatSync(trial.places.anchor, { throwIfNoEntry: false })).toBeUndefined();
  });

  test("gives way without asking for an entry with force, and for no other", async () => {
    trial.write("a", "mine");
    trial.write("b", "mine");
    expect(collisions({ a: { text: "1", force: true }, b: "2" })).toEqual([["b", "file"]]);
    await go({ a: { text: "1", force: true } });
    expect(listBackups(trial.places)).toHaveLength(1);
  });

  test("is adopted when its bytes are the same, and comes back with its own mode and time", async () => {
    trial.write("a", "same", 0o600);
    trial.write("c", "same copy", 0o640);
    const before = exactly(trial);
    await go({ a: "same", c: { copy: "same copy", mode: 0o600 } });
    expect(seen(trial)).toEqual({ a: "link file same", c: "file same copy" });
    expect(fs.statSync(trial.at("c")).mode & 0o777).toBe(0o600);
    await uninstall({ places: trial.places, why: "lares uninstall" });
    expect(exactly(trial)).toEqual(before);
  });

  test("includes a link of ours that a program replaced by a file", async () => {
    await go({ a: "1" });
    fs.unlinkSync(trial.at("a"));
    trial.write("a", "by a program");
    expect(collisions({ a: "2" })).toEqual([["a", "replaced"]]);
    await go({ a: "2" }, { backup: true });
    expect(trial.read("a")).toBe("2");
    expect(fs.readFileSync(listBackups(trial.places)[0]!.at, "utf8")).toBe("by a program");
  });

  test("includes an edited copy whose source changed too", async () => {
    await go({ c: { copy: "1" } });
    fs.writeFileSync(trial.at("c"), "edited");
    expect(collisions({ c: { copy: "2" } })).toEqual([["c", "drifted"]]);
    expect(collisions({ c: "2" })).toEqual([["c", "drifted"]]);
    await go({ c: { copy: "2" } }, { backup: true });
    expect(trial.read("c")).toBe("2");
    expect(listBackups(trial.places)).toMatchObject([{ reason: "drifted" }]);
  });
});

describe("linked folders on the way", () => {
  test("are followed inside of the home, and refused where they lead out of it", async () => {
    fs.mkdirSync(trial.at("real"));
    fs.symlinkSync("real", trial.at("linked"));
    fs.symlinkSync("/tmp", trial.at("outside"));
    fs.symlinkSync("nowhere", trial.at("dangling"));
    expect(collisions({ "outside/x": "1", "dangling/x": "2", "linked/x": "3" }, { backup: true })).toEqual([
      ["dangling", "parent-dangling"],
      ["outside", "parent-outside"],
    ]);
    await go({ "linked/x": "3" });
    expect(seen(trial)["real/x"]).toBe("link file 3");
    expect(collisions({ "linked/x": "3", "real/x": "4" })).toContainEqual(["real/x", "same-place"]);
  });

  test("never eat the source that lies under them, though its bytes are the same", async () => {
    trial.write("dotfiles/ssh/config", "Host x");
    fs.symlinkSync("dotfiles/ssh", trial.at(".ssh"));
    const before = exactly(trial);
    expect(collisions({ ".ssh/config": "Host x" })).toEqual([[".ssh/config", "file"]]);
    await expect(go({ ".ssh/config": "Host x" })).rejects.toMatchObject({ code: "collision" });
    expect(exactly(trial)).toEqual(before);
  });

  test("that came in the place of a folder with our links are left as they are", async () => {
    await go({ "d/x": "1" });
    fs.renameSync(trial.at("d"), trial.at("moved"));
    fs.mkdirSync(trial.at("d2"));
    trial.write("d2/mine", "keep");
    fs.symlinkSync("d2", trial.at("d"));
    await go({ "d/x": "2" });
    expect(seen(trial)).toMatchObject({ "d2/mine": "file keep", "d2/x": "link file 2" });
    await go({});
    expect(seen(trial)).toMatchObject({ "d2/mine": "file keep", d: "link directory mine" });
  });
});

describe("refused whatever the options", () => {
  test.each([
    [".local/share/lares/store/x"],
    [".local/share/lares/var/x"],
    [".local/state/lares/x"],
    [".local/state"],
    [".cache/lares"],
    [".config/lares/home.config.ts"],
    [".lares"],
  ])("~/%s, which is Lares' own", async (path) => {
    fs.mkdirSync(trial.places.stateDir, { recursive: true });
    expect(collisions({ [path]: "1" }, { backup: true, force: true })).toContainEqual([path, "own-folder"]);
  });

  test("Lares' own folders through a link", () => {
    fs.mkdirSync(trial.places.stateDir, { recursive: true });
    fs.symlinkSync(".local/state", trial.at("s"));
    expect(collisions({ "s/lares/x": "1" }, { backup: true })).toContainEqual(["s/lares/x", "own-folder"]);
  });

  test("an entry inside another, and two that are one where case is ignored", () => {
    expect(collisions({ foo: { live: "/etc" }, "foo/bar": "2" }, { backup: true })).toContainEqual([
      "foo/bar",
      "nested",
    ]);
    const folded: Wishes = { Foo: "1", foo: "2", "caf\u00e9": "3", "cafe\u0301": "4" };
    expect(collisions(folded)).toEqual([]);
    expect(collisions(folded, { caseInsensitive: true }).sort()).toEqual([
      ["caf\u00e9", "same-place"],
      ["foo", "same-place"],
    ]);
  });

  test("a pipe in the place of an entry", () => {
    expect(spawnSync("mkfifo", [trial.at("p")]).status).toBe(0);
    expect(collisions({ p: "1" }, { backup: true })).toEqual([["p", "special"]]);
  });

  test("something else in the place of the anchor", () => {
    fs.symlinkSync("/elsewhere", trial.places.anchor);
    expect(collisions({ a: "1" }, { force: true })).toEqual([[trial.places.anchor, "anchor"]]);
  });
});

test("names with control characters reach no terminal", async () => {
  trial.write("a\u001b[2Jb\nc", "mine");
  const error = await go({ "a\u001b[2Jb\nc": "1" }).catch((caught) => caught);
  expect([error.message, ...error.details, error.hint].join("")).not.toMatch(/[\u0000-\u001f]/);
});

describe("a backup", () => {
  test("is restored to a place that is free, and never over anything", async () => {
    trial.write("deep/a", "mine", 0o600);
    const before = exactly(trial);
    await go({ "deep/a": "1" }, { backup: true });
    const [{ id } = { id: "" }] = listBackups(trial.places);
    const restore = () => restoreBackup({ places: trial.places, id, why: "lares backups restore" });
    await expect(restore()).rejects.toMatchObject({ code: "place-taken" });
    await go({});
    await restore();
    expect(exactly(trial)).toEqual(before);
    expect(listBackups(trial.places)).toEqual([]);
    expect(fs.readdirSync(`${trial.places.stateDir}/backups`)).toEqual([]);
  });

  test("of a private file is as private, in a private folder", async () => {
    trial.write("key", "secret", 0o600);
    await go({ key: "1" }, { backup: true });
    const { at } = listBackups(trial.places)[0]!;
    expect(fs.statSync(at).mode & 0o777).toBe(0o600);
    expect(fs.statSync(at.replace(/\/[^/]*$/, "")).mode & 0o777).toBe(0o700);
  });
});
