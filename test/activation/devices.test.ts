/** State on another file system than the home, and files that not even root may change. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listBackups } from "../../src/activation/backup-index.ts";
import { restoreBackup } from "../../src/activation/backups.ts";
import { uninstall } from "../../src/activation/leave.ts";
import { switchTo } from "../../src/activation/switch.ts";
import { findPlaces } from "../../src/system/places.ts";
import { exactly, makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
let elsewhere: string | undefined;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => {
  trial.remove();
  if (elsewhere !== undefined) fs.rmSync(elsewhere, { recursive: true, force: true });
  elsewhere = undefined;
});

const other = "/dev/shm";
const isOther = fs.existsSync(other) && fs.statSync(other).dev !== fs.statSync("/tmp").dev;

describe.skipIf(!isOther)(
  `with the state on ${other} (skipped where that is no file system of its own)`,
  () => {
    const go = (wishes: Wishes) => {
      elsewhere ??= fs.mkdtempSync(join(other, "lares-"));
      const places = findPlaces({ HOME: trial.home, XDG_STATE_HOME: elsewhere });
      const path = makeGeneration(places, wishes);
      return switchTo({ places, to: { kind: "new", path }, why: "t", options: { backup: true } }).then(
        () => places,
      );
    };

    test("backups of files, links and folders keep all their traits, there and back", async () => {
      trial.write("file", "mine", 0o600);
      trial.write("folder/deep/x", "mine too", 0o751);
      fs.symlinkSync("/nowhere", trial.at("folder/link"));
      fs.symlinkSync("/etc", trial.at("link"));
      trial.write("adopted", "same", 0o604);
      const before = exactly(trial);
      const places = await go({ file: "1", folder: "2", link: { copy: "3" }, adopted: "same" });
      expect(seen(trial)).toMatchObject({ file: "link file 1", folder: "link file 2", link: "file 3" });
      expect(listBackups(places)).toHaveLength(4);
      await go({});
      for (const { id } of listBackups(places)) await restoreBackup({ places, id, why: "t" });
      expect(exactly(trial)).toEqual(before);
    });

    test("uninstall brings everything back", async () => {
      trial.write("file", "mine", 0o600);
      trial.write("folder/deep/x", "mine too", 0o751);
      const before = exactly(trial);
      const places = await go({ file: "1", folder: { tree: { a: "2" } } });
      await uninstall({ places, why: "t" });
      expect(exactly(trial)).toEqual(before);
    });
  },
);

const canFreeze = (): boolean => {
  const file = join(fs.mkdtempSync("/tmp/lares-freeze-"), "x");
  fs.writeFileSync(file, "");
  const can = spawnSync("chattr", ["+i", file]).status === 0;
  spawnSync("chattr", ["-i", file]);
  fs.rmSync(join(file, ".."), { recursive: true });
  return can;
};

describe.skipIf(!canFreeze())("with immutable files (skipped where chattr +i is not allowed)", () => {
  const go = (wishes: Wishes) =>
    switchTo({
      places: trial.places,
      to: { kind: "new", path: makeGeneration(trial.places, wishes) },
      why: "t",
    });
  const frozen = async (path: string, work: () => Promise<void>) => {
    spawnSync("chattr", ["+i", trial.at(path)]);
    try {
      await work();
    } finally {
      spawnSync("chattr", ["-i", trial.at(path)]);
    }
  };

  test("a folder is seen to be one before anything is written", async () => {
    await go({ "frozen/x": "1", a: "1" });
    const before = exactly(trial);
    await frozen("frozen", async () => {
      await expect(go({ a: "2", b: "2" })).rejects.toMatchObject({
        code: "collision",
        details: expect.arrayContaining([expect.stringContaining("may not be written to")]),
      });
      expect(exactly(trial)).toEqual(before);
    });
  });

  test("a file that cannot be removed after the flip brings the whole switch back", async () => {
    await go({ a: "1", gone: "1", "old/gone": "2", zfrozen: { copy: "2" }, swap: "3" });
    const before = exactly(trial);
    await frozen("zfrozen", async () => {
      const failing = go({ a: "2", b: "2", "new/b": "3", swap: { copy: "4" } });
      await expect(failing).rejects.toMatchObject({
        code: "switch-failed",
        hint: expect.stringContaining("lsattr"),
      });
      expect(exactly(trial)).toEqual(before);
      expect(seen(trial)).toMatchObject({ a: "link file 1" });
      expect(fs.readdirSync(`${trial.places.stateDir}/journal`)).toEqual([]);
      expect(fs.readdirSync(`${trial.places.stateDir}/profiles`)).toEqual(["home", "home-1-link"]);
    });
    await go({ a: "2", b: "2", "new/b": "3", swap: { copy: "4" } });
    expect(seen(trial)).toMatchObject({ a: "link file 2", b: "link file 2", swap: "file 4" });
  });
});
