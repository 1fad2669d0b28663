/**
 * A command whose n-th call to the system fails: it says so and changes nothing, or it succeeds all the same. A spread of
 * the calls by default; every single one with LARES_EVERY_CALL=1.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasJournal } from "../../src/activation/journal-file.ts";
import type { Command } from "./act.ts";
import { exactly, makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => trial.remove());

const before: Wishes = { a: "1", "d/x": "2", swap: "3", copy: { copy: "4" }, gone: "5", "old/gone": "6" };
const after: Wishes = {
  a: "2",
  d: "dir no more",
  "swap/y": "7",
  copy: { copy: "8" },
  "new/z": "9",
  way: "10",
  c: { copy: "11" },
};

const start = (command: Command, env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [`${import.meta.dirname}/act.ts`, trial.home, JSON.stringify(command)], {
    encoding: "utf8",
    env: { PATH: process.env.PATH!, HOME: trial.home, ...env },
  });

const command = (wishes: Wishes): Command => ({
  do: "switch",
  path: makeGeneration(trial.places, wishes),
  options: { backup: true },
});

test.each([
  ["symlink", "ENOSPC"],
  ["mkdir", "EACCES"],
  ["write", "ENOSPC"],
  ["rename", "EIO"],
  ["unlink", "EPERM"],
  ["rmdir", "EIO"],
  ["link", "EDQUOT"],
  ["open", "EMFILE"],
  ["fsync", "EIO"],
  ["chmod", "EROFS"],
])(
  "%s failing with %s at every place leaves the old home or the new",
  { timeout: 180_000 },
  async (call, errno) => {
    trial.write("way", "mine", 0o600);
    expect(start(command(before)).status).toBe(0);
    const old = seen(trial);
    const oldExactly = exactly(trial);
    const { status } = start(command(after));
    expect(status).toBe(0);
    const wanted = seen(trial);
    const step = process.env.LARES_EVERY_CALL === "1" ? 1 : 4;
    for (let nth = 1 + (Date.now() % step); nth < 60; nth += step) {
      expect(start({ do: "switch", path: makeGeneration(trial.places, before) }).status).toBe(0);
      fs.rmSync(trial.at("way"), { force: true });
      trial.write("way", "mine", 0o600);
      const child = start(command(after), { LARES_FAULT: `${call}:${nth}:${errno}` });
      const found = seen(trial);
      if (child.status === 0) expect(found, `${call} ${nth}`).toEqual(wanted);
      else if (!hasJournal(trial.places)) {
        expect(child.stderr).toContain("LaresError");
        expect([old, wanted], `${call} ${nth}: ${child.stderr}`).toContainEqual(found);
        if (JSON.stringify(found) === JSON.stringify(old)) expect(exactly(trial).way).toBe(oldExactly.way);
      }
      const again = start(command(after));
      expect(again.status, again.stderr).toBe(0);
      expect(seen(trial)).toEqual(wanted);
      if (child.status === 0 && !child.stderr.includes(errno)) break;
    }
  },
);
