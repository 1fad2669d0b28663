/** A machine that slept. */
import { expect, test } from "vitest";
import type { WatchEvent } from "../../src/watch/events.ts";
import { createLookout } from "../../src/watch/lookout.ts";
import { onWake } from "../../src/watch/wake.ts";
import { testClock } from "./clock.ts";

test("time that goes by as usual is no sleep, nor is a machine that is busy for seconds", () => {
  const clock = testClock();
  let woke = 0;
  onWake(() => woke++, clock);
  clock.advance(60_000);
  clock.sleep(5000);
  clock.advance(60_000);
  expect(woke).toBe(0);
});

test("each sleep is noticed once, also a clock that was set back", () => {
  const clock = testClock();
  let woke = 0;
  const stop = onWake(() => woke++, clock);
  clock.advance(10_000);
  clock.sleep(3_600_000);
  clock.advance(10_000);
  expect(woke).toBe(1);
  clock.sleep(20_000);
  expect(woke).toBe(2);
  stop();
  clock.sleep(3_600_000);
  expect(woke).toBe(2);
});

test("after a sleep everything is looked at again, and it is said; not after the end", async () => {
  const clock = testClock();
  const told: WatchEvent[] = [];
  let looks = 0;
  const lookout = createLookout({
    clock,
    polling: false,
    report: (event) => told.push(event),
    onChange: () => {},
    lookAgain: () => looks++,
  });
  await lookout.open();
  clock.advance(10_000);
  expect([told, looks]).toEqual([[], 0]);
  clock.sleep(600_000);
  expect([told, looks]).toEqual([[{ event: "rescan", reason: "woke" }], 1]);
  await lookout.close();
  clock.sleep(600_000);
  expect(looks).toBe(1);
});
