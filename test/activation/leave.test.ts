import * as fs from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eject, uninstall } from "../../src/activation/leave.ts";
import { switchTo } from "../../src/activation/switch.ts";
import { exactly, makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
  fs.mkdirSync(trial.at(".config"));
  trial.write(".config/mine", "mine", 0o604);
  trial.write("way", "in the way");
});
afterEach(() => trial.remove());

const wishes: Wishes = {
  ".config/app/x": "1",
  run: { text: "#!/bin/sh", executable: true },
  tree: { tree: { p: "2" } },
  away: { symlink: "/etc/hostname" },
  copy: { copy: "3" },
  way: "4",
};
const go = () =>
  switchTo({
    places: trial.places,
    to: { kind: "new", path: makeGeneration(trial.places, wishes) },
    why: "t",
    options: { backup: true },
  });

test("uninstall leaves the home as it was before the first switch", async () => {
  const before = exactly(trial);
  await go();
  await uninstall({ places: trial.places, why: "lares uninstall" });
  expect(exactly(trial)).toEqual(before);
  expect(seen(trial)).not.toHaveProperty(".lares");
});

test("uninstall leaves edited copies and foreign files, and keeps backups whose place is taken", async () => {
  await go();
  fs.writeFileSync(trial.at("copy"), "edited");
  fs.unlinkSync(trial.at("way"));
  trial.write("way", "another");
  const { backups, notes } = await uninstall({ places: trial.places, why: "lares uninstall" });
  expect(seen(trial)).toMatchObject({ copy: "file edited", way: "file another" });
  expect(backups.map(({ at }) => fs.readFileSync(at, "utf8"))).toEqual(["in the way"]);
  expect(notes.map(({ path }) => path)).toEqual(expect.arrayContaining(["copy", "way"]));
});

test("eject leaves plain, writable files and nothing of Lares", async () => {
  await go();
  await eject({ places: trial.places, why: "lares eject" });
  const mode = (path: string) => fs.lstatSync(trial.at(path)).mode & 0o777;
  expect(seen(trial)).toMatchObject({
    ".config/app/x": "file 1",
    ".config/mine": "file mine",
    tree: "directory",
    "tree/p": "file 2",
    copy: "file 3",
    way: "file 4",
  });
  expect([mode(".config/app/x"), mode("run"), mode("copy"), mode("tree")]).toEqual([
    0o644, 0o755, 0o600, 0o755,
  ]);
  expect(fs.readlinkSync(trial.at("away"))).toBe("/etc/hostname");
  expect(fs.existsSync(trial.places.storeDir)).toBe(false);
  expect(fs.existsSync(`${trial.places.stateDir}/profiles`)).toBe(false);
});

test("either does nothing, without complaint, where there is nothing", async () => {
  const before = exactly(trial);
  await uninstall({ places: trial.places, why: "lares uninstall" });
  await eject({ places: trial.places, why: "lares eject" });
  expect(exactly(trial)).toEqual(before);
});
