import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteGenerations } from "../../src/activation/expire.ts";
import { switchTo } from "../../src/activation/switch.ts";
import {
  currentGeneration,
  deleteGeneration,
  expiredGenerations,
  generationLink,
  listGenerations,
  nextNumber,
} from "../../src/profile/generations.ts";
import { readHistory } from "../../src/profile/history.ts";
import { makeGeneration, type TrialHome, trialHome } from "../activation/trial-home.ts";

let trial: TrialHome;
beforeEach(async () => {
  trial = trialHome();
  for (const text of ["1", "2", "3", "4", "5"]) await go(text);
});
afterEach(() => trial.remove());

const go = (text: string) =>
  switchTo({
    places: trial.places,
    to: { kind: "new", path: makeGeneration(trial.places, { a: text }) },
    why: "lares switch",
  });
const numbers = () =>
  listGenerations(trial.places).map(({ number, current }) => (current ? `*${number}` : number));
const expired = (expiry: { keep?: number; olderThan?: number }) =>
  expiredGenerations(trial.places, expiry).map(({ number }) => number);

test("generations are numbered on, also after a rollback, and the current one is marked", async () => {
  expect(numbers()).toEqual([1, 2, 3, 4, "*5"]);
  await switchTo({ places: trial.places, to: { kind: "previous" }, why: "lares rollback" });
  await switchTo({ places: trial.places, to: { kind: "previous" }, why: "lares rollback" });
  expect(numbers()).toEqual([1, 2, "*3", 4, 5]);
  expect(nextNumber(trial.places)).toBe(6);
  await go("6");
  expect(numbers()).toEqual([1, 2, 3, 4, 5, "*6"]);
  await expect(
    switchTo({ places: trial.places, to: { kind: "numbered", number: 17 }, why: "t" }),
  ).rejects.toMatchObject({ code: "no-such-generation", details: ["there are: 1, 2, 3, 4, 5, 6"] });
});

test("the current one is read while another process goes to and fro and gives up each that it leaves", async () => {
  const [profile, path] = [trial.places.profile, fs.readlinkSync(generationLink(trial.places, 5))];
  const flip = `
    const fs = require("node:fs");
    const [profile, path] = process.argv.slice(1);
    for (let at = 0; at < 4000; at++) {
      const [to, from] = at % 2 === 0 ? [6, 5] : [5, 6];
      fs.symlinkSync(path, profile + "-" + to + "-link");
      fs.symlinkSync("home-" + to + "-link", profile + ".new");
      fs.renameSync(profile + ".new", profile);
      fs.unlinkSync(profile + "-" + from + "-link");
      if (at === 0) process.stdout.write("begun");
    }`;
  const other = spawn(process.execPath, ["-e", flip, profile, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(other.stdout, "data");
  const ended = once(other, "exit");
  const seen = new Set<number | undefined>();
  while (other.exitCode === null) {
    for (let look = 0; look < 500; look++) seen.add(currentGeneration(trial.places)?.number);
    await new Promise(setImmediate);
  }
  expect(await ended).toEqual([0, null]);
  expect([...seen].sort()).toEqual([5, 6]);
  fs.unlinkSync(generationLink(trial.places, 5));
  expect(() => currentGeneration(trial.places)).toThrow(expect.objectContaining({ code: "damaged-profile" }));
});

describe("expiry", () => {
  const age = (number: number, seconds: number) =>
    fs.lutimesSync(generationLink(trial.places, number), seconds, seconds);

  test("keeps the newest, the young ones and always the current one", async () => {
    for (const number of [1, 2, 3]) age(number, 1000 * number);
    expect(expired({ keep: 2 })).toEqual([1, 2, 3]);
    expect(expired({ olderThan: 2_500_000 })).toEqual([1, 2]);
    expect(expired({ keep: 4, olderThan: 2_500_000 })).toEqual([1]);
    expect(expired({})).toEqual([1, 2, 3, 4]);
    await switchTo({ places: trial.places, to: { kind: "numbered", number: 1 }, why: "t" });
    expect(expired({})).toEqual([2, 3, 4, 5]);
  });

  test("deletes links and roots", async () => {
    const roots = `${trial.places.varDir}/gcroots/auto`;
    expect(fs.readdirSync(roots)).toHaveLength(5);
    const deleted = await deleteGenerations(trial.places, { keep: 2 }, "lares gc");
    expect(deleted.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(numbers()).toEqual([4, "*5"]);
    expect(fs.readdirSync(roots)).toEqual(["lares-home-4", "lares-home-5"]);
    expect(() => deleteGeneration(trial.places, 5)).toThrow("generation 5 is the current one");
    expect(currentGeneration(trial.places)?.number).toBe(5);
  });
});

test("the history survives a line that a crash cut short", async () => {
  const file = `${trial.places.stateDir}/history.jsonl`;
  fs.appendFileSync(file, '{"id":"torn","time":"2');
  await go("6");
  expect(readHistory(trial.places).map(({ to }) => to?.number)).toEqual([1, 2, 3, 4, 5, 6]);
});
