import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { announceWatch, runningWatches, watchingFolder } from "../../src/profile/running-watches.ts";
import { type TrialHome, trialHome } from "../activation/trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => trial.remove());

const recordOf = (pid: number): string => join(watchingFolder(trial.places), `${pid}.json`);

test("a watch is there from its announcement to its end, with what is wrong meanwhile", () => {
  expect(runningWatches(trial.places)).toEqual([]);
  const announcement = announceWatch(trial.places, "/c/home.config.ts");
  const watch = { pid: process.pid, since: expect.any(String), config: "/c/home.config.ts" };
  expect(runningWatches(trial.places)).toEqual([watch]);
  announcement.problem("two definitions disagree");
  expect(runningWatches(trial.places)).toEqual([{ ...watch, problem: "two definitions disagree" }]);
  announcement.problem(undefined);
  expect(runningWatches(trial.places)).toEqual([watch]);
  announcement.end();
  announcement.end();
  expect(fs.readdirSync(watchingFolder(trial.places))).toEqual([]);
});

test("one that was killed counts for nothing, and the next one clears it away", async () => {
  const other = spawn("sleep", ["100"]);
  const own = announceWatch(trial.places, "/c/home.config.ts");
  const { started: _, ...record } = JSON.parse(fs.readFileSync(recordOf(process.pid), "utf8"));
  fs.writeFileSync(recordOf(other.pid!), JSON.stringify({ ...record, pid: other.pid }));
  expect(runningWatches(trial.places)).toHaveLength(2);
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(runningWatches(trial.places).map(({ pid }) => pid)).toEqual([process.pid]);
  own.end();
  announceWatch(trial.places, "/c/home.config.ts").end();
  expect(fs.readdirSync(watchingFolder(trial.places))).toEqual([]);
});

test.skipIf(!fs.existsSync("/proc/self/stat"))(
  "a process that has the number of a dead watch is none (skipped without /proc)",
  () => {
    announceWatch(trial.places, "/c/home.config.ts");
    const record = JSON.parse(fs.readFileSync(recordOf(process.pid), "utf8"));
    expect(record.started).toBe(
      spawnSync("cut", ["-d)", "-f2", `/proc/${process.pid}/stat`], { encoding: "utf8" })
        .stdout.trim()
        .split(" ")[19],
    );
    fs.writeFileSync(recordOf(process.pid), JSON.stringify({ ...record, started: "1" }));
    expect(runningWatches(trial.places)).toEqual([]);
  },
);

test("files that are damaged, and watches of other machines, are passed over", () => {
  announceWatch(trial.places, "/c/home.config.ts").end();
  const here = { pid: process.pid, since: "2024", config: "c" };
  fs.writeFileSync(recordOf(1), "{");
  fs.writeFileSync(recordOf(2), "null");
  fs.writeFileSync(recordOf(3), JSON.stringify({ ...here, host: "elsewhere" }));
  expect(runningWatches(trial.places)).toEqual([]);
  announceWatch(trial.places, "/c/home.config.ts").end();
  expect(fs.readdirSync(watchingFolder(trial.places))).toEqual(["3.json"]);
});
