/** A spread sample of `npm run torture`: the same code, a few calls of each scenario. */
import { describe, expect, test, vi } from "vitest";
import { concurrency } from "../../torture/concurrency.ts";
import { failCalls } from "../../torture/fail-calls.ts";
import type { Figures } from "../../torture/figures.ts";
import { randomHistories } from "../../torture/histories.ts";
import { fuzzedTars, fuzzedZips } from "../../torture/hostile-archives.ts";
import { fuzzedArchives, fuzzedManifests } from "../../torture/hostile-inputs.ts";
import { fuzzedLocks } from "../../torture/hostile-locks.ts";
import { fuzzedNarInfos } from "../../torture/hostile-narinfos.ts";
import { controlCharacters, damagedState } from "../../torture/hostile-state.ts";
import { killAtCalls, killWhileUndoing } from "../../torture/kill-calls.ts";
import { packageScenarios } from "../../torture/package-scenarios.ts";
import { permissions } from "../../torture/permissions.ts";
import { canMount, realDisks } from "../../torture/real-disks.ts";
import { scenarios } from "../../torture/scenarios.ts";
import { canTrace, killFromOutside } from "../../torture/strace.ts";
import { killWatching } from "../../torture/watch-kills.ts";
import { sharedProgram } from "./program.ts";

/** Each is many commands one after the other. */
vi.setConfig({ testTimeout: 300_000 });

const program = sharedProgram();
/** Another part of the calls every day, the same within one. */
const seed = Math.floor(Date.now() / 86_400_000);

const expectNothingBroken = ({ faults }: Figures): void => {
  expect(faults.map(({ kind, where, what }) => `${kind}: ${where}: ${what}`)).toEqual([]);
};

describe("killed at some of its calls", () => {
  test.each(Object.keys(scenarios))("%s", async (name) => {
    const figures = await killAtCalls(program.current, name, name in packageScenarios ? 211 : 97, seed);
    expect(figures.counts["calls killed"]).toBeGreaterThan(0);
    expectNothingBroken(figures);
  });
});

test("a watch killed at some of its calls", async () => {
  const figures = await killWatching(program.current, seed, 61);
  expect(figures.counts["watches killed"]).toBeGreaterThan(0);
  expectNothingBroken(figures);
});

test("killed while it undoes what had failed", async () => {
  expectNothingBroken(await killWhileUndoing(program.current, "everything at once", seed, 70));
});

test.skipIf(!canTrace())(
  "killed by strace (skipped where strace is not there, or may not trace)",
  async () => {
    const figures = await killFromOutside(program.current, "first switch", 40, seed);
    expect(figures.counts["calls killed from outside"]).toBeGreaterThan(0);
    expectNothingBroken(figures);
  },
);

test.each(["everything in the way", "uninstall", "adding a package"])(
  "failing at some of its calls: %s",
  async (name) => {
    expectNothingBroken(await failCalls(program.current, name, seed, { every: 61 }));
  },
);

test.skipIf(!canMount())("on a read-only disk (skipped where mounting is not allowed)", async () => {
  expectNothingBroken(await realDisks["a read-only disk"]!(program.current, seed));
});

test("random histories", async () => {
  expectNothingBroken(await randomHistories(program.current, seed, 8));
});

test("hostile archives, locks and manifests", async () => {
  expectNothingBroken(await fuzzedLocks(program.current, seed, 2000));
  expectNothingBroken(await fuzzedArchives(program.current, seed, 2000));
  expectNothingBroken(await fuzzedNarInfos(program.current, seed, 2000));
  expectNothingBroken(await fuzzedManifests(program.current, seed, 2000));
  expectNothingBroken(await fuzzedTars(program.current, seed, 400));
  expectNothingBroken(await fuzzedZips(program.current, seed, 400));
});

test("damaged state", async () => {
  expectNothingBroken(await damagedState(program.current, seed, 1, 3));
});

test("control characters in all that is printed", async () => {
  expectNothingBroken(await controlCharacters(program.current));
});

test.each(Object.entries(permissions))("permissions: %s", async (_, run) => {
  expectNothingBroken(await run(program.current, seed));
});

test.each([
  "a holder that sleeps or dies",
  "a step that hangs",
  "switches, collections and a watch",
  "builds and collections",
  "two that lock",
])("at once: %s", async (name) => {
  expectNothingBroken(await concurrency[name]!(program.current, seed));
});
