import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { status } from "../../src/activation/status.ts";
import { switchTo } from "../../src/activation/switch.ts";
import { isUpToDate } from "../../src/activation/up-to-date.ts";
import { exactly, makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => trial.remove());

const go = (wishes: Wishes, options = {}) =>
  switchTo({
    places: trial.places,
    to: { kind: "new", path: makeGeneration(trial.places, wishes) },
    why: "lares switch",
    options,
  });

/** The home that a wish asks for, as `seen` shows it. */
const live = "/etc/hostname";
const homes: Record<string, { wishes: Wishes; looks: Record<string, string> }> = {
  nothing: { wishes: {}, looks: {} },
  file: { wishes: { foo: "text" }, looks: { foo: "link file text" } },
  "other file": { wishes: { foo: "other" }, looks: { foo: "link file other" } },
  "directory link": { wishes: { foo: { tree: { a: "1", b: "2" } } }, looks: { foo: "link directory a b" } },
  recursive: {
    wishes: { "foo/a": "1", "foo/b": "2", "foo/c/d": "3" },
    looks: {
      foo: "directory",
      "foo/a": "link file 1",
      "foo/b": "link file 2",
      "foo/c": "directory",
      "foo/c/d": "link file 3",
    },
  },
  copy: { wishes: { foo: { copy: "copied", mode: 0o600 } }, looks: { foo: "file copied" } },
  "other copy": {
    wishes: { foo: { copy: "copied again", mode: 0o644 } },
    looks: { foo: "file copied again" },
  },
  "copies in a folder": {
    wishes: { "foo/x": { copy: "1" }, "foo/y/z": { copy: "2" } },
    looks: { foo: "directory", "foo/x": "file 1", "foo/y": "directory", "foo/y/z": "file 2" },
  },
  live: { wishes: { foo: { live } }, looks: { foo: `link file ${fs.readFileSync(live, "utf8")}` } },
  "link to elsewhere": {
    wishes: { foo: { symlink: "/etc" } },
    looks: { foo: `link directory ${fs.readdirSync("/etc").sort().join(" ")}` },
  },
  "file below": {
    wishes: { "foo/a/b/c": "deep" },
    looks: { foo: "directory", "foo/a": "directory", "foo/a/b": "directory", "foo/a/b/c": "link file deep" },
  },
  renamed: { wishes: { Foo: "text" }, looks: { Foo: "link file text" } },
};

const pairs = Object.keys(homes).flatMap((from) => Object.keys(homes).map((to) => [from, to] as const));

describe("every transition", () => {
  test.each(pairs)("from %s to %s, and back by rollback", async (from, to) => {
    trial.write("mine", "untouched");
    trial.write("dir/mine", "untouched", 0o600);
    const mine = exactly(trial);
    const own = (all: Record<string, string>) =>
      Object.fromEntries(Object.keys(mine).map((path) => [path, all[path]]));
    const others = { mine: "file untouched", dir: "directory", "dir/mine": "file untouched" };
    const first = await go(homes[from]!.wishes);
    expect(first.outcome).toBe("switched");
    expect(seen(trial)).toEqual({ ...others, ...homes[from]!.looks });
    await go(homes[to]!.wishes);
    expect(seen(trial)).toEqual({ ...others, ...homes[to]!.looks });
    expect(own(exactly(trial))).toEqual(mine);
    expect(status(trial.places)).toMatchObject({ drift: [], interrupted: false });
    if (from === to) return;
    await switchTo({ places: trial.places, to: { kind: "previous" }, why: "lares rollback" });
    expect(seen(trial)).toEqual({ ...others, ...homes[from]!.looks });
    expect(own(exactly(trial))).toEqual(mine);
    expect(fs.readdirSync(`${trial.places.stateDir}/journal`)).toEqual([]);
    const { outcome } = await switchTo({
      places: trial.places,
      to: { kind: "numbered", number: 1 },
      why: "again",
    });
    expect(outcome).toBe("nothing");
  });
});

describe("a switch", () => {
  test("to the same home has nothing to do, and says so without a lock", async () => {
    const path = makeGeneration(trial.places, homes.recursive!.wishes);
    await go(homes.recursive!.wishes);
    expect(isUpToDate(trial.places, path)).toMatchObject({ number: 1 });
    expect((await go(homes.recursive!.wishes)).outcome).toBe("nothing");
    fs.unlinkSync(trial.at("foo/a"));
    expect(isUpToDate(trial.places, path)).toBeUndefined();
    const repaired = await go(homes.recursive!.wishes);
    expect([repaired.outcome, repaired.to.number]).toEqual(["repaired", 1]);
    expect(isUpToDate(trial.places, path)).toMatchObject({ number: 1 });
  });

  test.each([
    ["spaces", "a b/c d"],
    ["newlines", "a\nb/c\n"],
    ["quotes", `"a"/'b'\\c`],
    ["a shell's variables", "$HOME/`id`"],
    ["non-UTF-8 bytes", "dir\udcff/caf\udce9"],
    ["decomposed characters", "cafe\u0301/e\u0301"],
    ["composed characters", "caf\u00e9/\u00e9"],
  ])("takes names with %s", async (_, path) => {
    const folder = path.split("/")[0]!;
    const looks = { [folder]: "directory", [path]: "link file odd" };
    await go({ [path]: "odd" });
    expect(seen(trial)).toEqual(looks);
    expect((await go({ [path]: "odd" })).outcome).toBe("nothing");
    await go({ [path]: { copy: "odd" } });
    expect(seen(trial)).toEqual({ ...looks, [path]: "file odd" });
    await go({});
    expect(seen(trial)).toEqual({});
  });

  test("keeps directories that were there, with their modes, and removes those that it made", async () => {
    fs.mkdirSync(trial.at(".config/app"), { recursive: true });
    fs.chmodSync(trial.at(".config"), 0o711);
    fs.chmodSync(trial.at(".config/app"), 0o750);
    const before = exactly(trial);
    await go({ ".config/app/deep/er/x": "1", ".config/app/y": "2" });
    expect(exactly(trial)).toMatchObject(before);
    await go({});
    expect(exactly(trial)).toEqual(before);
  });

  test("leaves a directory that the person put something into, and removes it once it is empty", async () => {
    await go({ "made/x": "1" });
    trial.write("made/mine", "keep");
    await go({});
    expect(seen(trial)).toEqual({ made: "directory", "made/mine": "file keep" });
    fs.unlinkSync(trial.at("made/mine"));
    await go({ other: "2" });
    expect(seen(trial)).toEqual({ other: "link file 2" });
  });

  test("makes a directory of private copies private", async () => {
    await go({ "secret/key": { copy: "k", mode: 0o600 }, "open/key": { copy: "k", mode: 0o644 } });
    expect(fs.statSync(trial.at("secret")).mode & 0o777).toBe(0o700);
    expect(fs.statSync(trial.at("open")).mode & 0o777).toBe(0o755 & ~process.umask());
    expect(fs.statSync(trial.at("secret/key")).mode & 0o777).toBe(0o600);
  });

  test("repairs a copy's mode, and keeps what was edited while its source stays the same", async () => {
    await go({ c: { copy: "text", mode: 0o600 } });
    fs.chmodSync(trial.at("c"), 0o644);
    expect(status(trial.places).drift).toMatchObject([{ path: "c", kind: "mode" }]);
    expect((await go({ c: { copy: "text", mode: 0o600 } })).outcome).toBe("repaired");
    expect(fs.statSync(trial.at("c")).mode & 0o777).toBe(0o600);
    fs.writeFileSync(trial.at("c"), "edited");
    const { notes } = await go({ c: { copy: "text", mode: 0o600 }, more: "1" });
    expect(notes).toMatchObject([{ path: "c" }]);
    expect(trial.read("c")).toBe("edited");
    expect(status(trial.places).drift).toMatchObject([{ path: "c", kind: "edited" }]);
    await go({});
    expect(trial.read("c")).toBe("edited");
  });

  test("records itself in the history, and roots the generation", async () => {
    const { id } = (await go({ a: "1" })).plan;
    const lines = fs.readFileSync(`${trial.places.stateDir}/history.jsonl`, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        id,
        from: null,
        to: { number: 1 },
        why: "lares switch",
        changes: { added: 1, changed: 0, removed: 0, backedUp: 0 },
      },
    ]);
    const root = `${trial.places.varDir}/gcroots/auto/lares-home-1`;
    expect(fs.realpathSync(root)).toBe(fs.realpathSync(makeGeneration(trial.places, { a: "1" })));
  });
});
