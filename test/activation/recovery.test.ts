import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setJournalAside } from "../../src/activation/journal.ts";
import { hasJournal, lockFile } from "../../src/activation/journal-file.ts";
import { status } from "../../src/activation/status.ts";
import { switchTo } from "../../src/activation/switch.ts";
import { underLock } from "../../src/activation/under-lock.ts";
import { isUpToDate } from "../../src/activation/up-to-date.ts";
import { acquireLock } from "../../src/system/lock.ts";
import { makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

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
const journal = () => `${trial.places.stateDir}/journal/current.json`;

describe("a damaged journal", () => {
  test.each([
    ["empty", ""],
    ["cut short", '{"version":1,"before":[{"do":"li'],
    ["of another kind", "[]"],
    [
      "with an operation that is none",
      '{"version":1,"before":[7],"after":[],"flip":null,"entry":{"id":"x"},"commands":[]}',
    ],
  ])("(%s) stops every command that writes, with a way out", async (_, text) => {
    await go({ a: "1" });
    fs.writeFileSync(journal(), text);
    await expect(go({ a: "2" })).rejects.toMatchObject({
      code: "damaged-journal",
      hint: expect.stringContaining("doctor"),
    });
    expect(seen(trial)).toEqual({ a: "link file 1" });
    expect(status(trial.places).interrupted).toBe(true);
    expect(isUpToDate(trial.places, makeGeneration(trial.places, { a: "1" }))).toBeUndefined();
    const aside = setJournalAside(trial.places);
    expect(fs.readFileSync(aside, "utf8")).toBe(text);
    await go({ a: "2" });
    expect(seen(trial)).toEqual({ a: "link file 2" });
  });

  test("of a newer lares is left to that one", async () => {
    await go({ a: "1" });
    fs.writeFileSync(journal(), '{"version":99}');
    await expect(go({ a: "2" })).rejects.toMatchObject({ code: "newer-journal" });
    expect(hasJournal(trial.places)).toBe(true);
  });
});

describe("a damaged manifest", () => {
  test("of the current generation does not keep its links from going", async () => {
    await go({ a: "1", b: "1" });
    const damaged = makeGeneration(trial.places, { a: "2", b: "1" });
    await go({ a: "2", b: "1" });
    fs.writeFileSync(`${damaged}/manifest.json`, "{");
    const { notes } = await go({ c: "3" });
    expect(seen(trial)).toEqual({ c: "link file 3" });
    expect(notes).toMatchObject([{ path: damaged }]);
  });

  test("of the generation to go to stops the switch", async () => {
    await go({ a: "1" });
    const path = makeGeneration(trial.places, { a: "2" });
    fs.writeFileSync(`${path}/manifest.json`, "{}");
    await expect(go({ a: "2" })).rejects.toMatchObject({ code: "damaged-manifest" });
    expect(seen(trial)).toEqual({ a: "link file 1" });
  });
});

test("a damaged profile is said, and nothing is touched", async () => {
  await go({ a: "1" });
  fs.unlinkSync(trial.places.profile);
  fs.symlinkSync("/elsewhere", trial.places.profile);
  await expect(go({ a: "2" })).rejects.toMatchObject({ code: "damaged-profile" });
  expect(fs.readlinkSync(trial.places.profile)).toBe("/elsewhere");
});

test("a second command waits for the first, or fails and says whom it would wait for", async () => {
  const lock = await acquireLock(lockFile(trial.places), { who: "lares watch", wait: true });
  await expect(go({ a: "1" }, { wait: false })).rejects.toMatchObject({
    code: "locked",
    message: expect.stringContaining("lares watch"),
  });
  let waitedFor: string | undefined;
  const second = go(
    { a: "1" },
    {
      onWait: (holder?: { who: string }) => {
        waitedFor = holder?.who;
        lock.release();
      },
    },
  );
  expect((await second).outcome).toBe("switched");
  expect(waitedFor).toBe("lares watch");
});

test("a switch that is under way is not taken for one that was interrupted", async () => {
  await go({ a: "1" });
  const lock = await acquireLock(lockFile(trial.places), { who: "lares switch", wait: true });
  fs.writeFileSync(journal(), "{}");
  expect(status(trial.places).interrupted).toBe(false);
  lock.release();
  expect(status(trial.places).interrupted).toBe(true);
});

test("ten switches at once all end well, one after the other", async () => {
  const all = Array.from({ length: 10 }, (_, at) => go({ a: String(at), [`b${at}`]: "1" }));
  await Promise.all(all);
  expect(status(trial.places)).toMatchObject({ drift: [], interrupted: false, entries: 2 });
  expect(Object.keys(seen(trial))).toHaveLength(2);
});

test("a rollback of contents looks at nothing but the profile, and says what changed", async () => {
  await go({ a: "1", b: "1" });
  await go({ a: "2", b: "1" });
  fs.unlinkSync(trial.at("b"));
  const { plan } = await switchTo({ places: trial.places, to: { kind: "previous" }, why: "lares rollback" });
  expect(plan.changes).toMatchObject([{ change: "changed", path: "a" }]);
  expect(seen(trial)).toEqual({ a: "link file 1" });
  expect(status(trial.places).drift).toMatchObject([{ path: "b", kind: "missing" }]);
  await go({ a: "1", b: "1" });
  expect(status(trial.places).drift).toEqual([]);
});

test("a name that changes in case only moves with its link, where both are one file", async () => {
  await go({ Foo: "1", Copy: { copy: "2" } });
  fs.linkSync(trial.at("Foo"), trial.at("foo"));
  fs.linkSync(trial.at("Copy"), trial.at("copy"));
  const { plan } = await go({ foo: "1", copy: { copy: "3" } });
  expect(plan.actions.map(({ do: what, path }) => [what, path])).toEqual([
    ["copy", "copy"],
    ["relink", "foo"],
  ]);
  expect(seen(trial)).toMatchObject({ foo: "link file 1", copy: "file 3" });
});

describe("status", () => {
  test("names everything that is not as it should be", async () => {
    await go({
      missing: "1",
      file: "2",
      folder: "3",
      link: "4",
      edited: { copy: "5" },
      mode: { copy: "6" },
      live: { live: "/nowhere/x" },
    });
    fs.unlinkSync(trial.at("missing"));
    for (const path of ["file", "folder", "link"]) fs.unlinkSync(trial.at(path));
    trial.write("file", "mine");
    fs.mkdirSync(trial.at("folder"));
    fs.symlinkSync("/etc", trial.at("link"));
    fs.writeFileSync(trial.at("edited"), "!");
    fs.chmodSync(trial.at("mode"), 0o666);
    const report = status(trial.places);
    expect(Object.fromEntries(report.drift.map(({ path, kind }) => [path, kind]))).toEqual({
      missing: "missing",
      file: "file",
      folder: "directory",
      link: "link",
      edited: "edited",
      mode: "mode",
      live: "dangling",
    });
    expect(report.live).toEqual([{ path: "live", source: "/nowhere/x" }]);
  });
});

test("a home of another user is refused to root, with the reason", async () => {
  if (process.getuid?.() !== 0) return;
  fs.chownSync(trial.home, 12345, 12345);
  await expect(go({ a: "1" })).rejects.toMatchObject({
    code: "foreign-home",
    hint: expect.stringContaining("sudo"),
  });
  expect(fs.readdirSync(trial.home)).toEqual([".local"]);
  expect(fs.existsSync(trial.places.stateDir)).toBe(false);
});

test("a signal during the change of files waits for its end, and then ends the process as it would have", () => {
  const script = `
    import { writeFileSync } from "node:fs";
    import { holdingSignals } from ${JSON.stringify(`${import.meta.dirname}/../../src/activation/signals.ts`)};
    await holdingSignals(() => {
      process.kill(process.pid, "SIGTERM");
      writeFileSync(${JSON.stringify(trial.at("after"))}, "written");
    });
    await new Promise((resolve) => setTimeout(resolve, 5000));
    writeFileSync(${JSON.stringify(trial.at("later"))}, "not ended");`;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(signal).toBe("SIGTERM");
  expect(Object.keys(seen(trial))).toEqual(["after"]);
});

test("what the person put in a place between a crash and the next command stays, and is said", async () => {
  await go({ swap: "1", old: "2" });
  const path = makeGeneration(trial.places, { "swap/x": "3", "fresh/y": { copy: "4" } });
  const command = JSON.stringify({ do: "switch", path });
  const act = (env: Record<string, string>) =>
    spawnSync(process.execPath, [`${import.meta.dirname}/act.ts`, trial.home, command], {
      env: { PATH: process.env.PATH!, HOME: trial.home, ...env },
    });
  for (let nth = 1; fs.lstatSync(trial.at("swap"), { throwIfNoEntry: false }) !== undefined; nth += 1) {
    await underLock(trial.places, "test", {}, () => undefined);
    await go({ swap: "1", old: "2" });
    expect(act({ LARES_FAULT: `rename:${nth}:KILL` }).signal).toBe("SIGKILL");
  }
  trial.write("swap", "mine");
  trial.write("fresh/y", "mine too");
  const recovery = await underLock(trial.places, "test", {}, (recovered) => recovered);
  expect(recovery).toMatchObject({ outcome: "finished", why: "lares switch" });
  expect(recovery?.notes.map(({ path }) => path).sort()).toEqual([trial.at("fresh/y"), trial.at("swap")]);
  expect(seen(trial)).toEqual({ swap: "file mine", fresh: "directory", "fresh/y": "file mine too" });
});
