/** Bursts of events become batches. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Batch, createSettling } from "../../src/watch/settling.ts";
import { testClock } from "./clock.ts";

const start = () => {
  const clock = testClock();
  const batches: (Batch & { at: number })[] = [];
  const settling = createSettling((batch) => batches.push({ ...batch, at: clock.now() }), clock);
  return { clock, batches, settling };
};

test("a single save is let through within 5 ms", () => {
  const { clock, batches, settling } = start();
  settling.note("/a");
  clock.advance(5);
  expect(batches).toEqual([{ paths: new Set(["/a"]), since: 1000, at: expect.any(Number) }]);
});

test("the events of one save are one batch, and what comes after it is another", () => {
  const { clock, batches, settling } = start();
  for (let at = 0; at < 3; at++) {
    settling.note("/a");
    clock.advance(1);
  }
  clock.advance(10);
  settling.note("/a");
  clock.advance(10);
  expect(batches.map(({ paths }) => [...paths])).toEqual([["/a"], ["/a"]]);
});

test("where several paths are touched it waits until nothing has come for longer", () => {
  const { clock, batches, settling } = start();
  for (const path of ["/a", "/b", "/c"]) {
    settling.note(path);
    clock.advance(path === "/a" ? 1 : 15);
  }
  expect(batches).toEqual([]);
  clock.advance(20);
  expect(batches.map(({ paths }) => [...paths])).toEqual([["/a", "/b", "/c"]]);
});

test("events without end do not hold a batch back for more than a quarter of a second", () => {
  const { clock, batches, settling } = start();
  for (let at = 0; at < 600; at++) {
    settling.note(`/${at}`);
    clock.advance(1);
  }
  expect(batches.map(({ since, at }) => at - since)).toEqual([250, 250]);
  expect(batches[0]!.paths.size + batches[1]!.paths.size).toBeGreaterThan(490);
});

test("whatever comes whenever: every path is in a batch that began no later than it came", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(60)), { maxLength: 60 }), (events) => {
      const { clock, batches, settling } = start();
      const noted = events.map(([path, wait]) => {
        const at = clock.now();
        settling.note(`/${path}`);
        clock.advance(wait);
        return { path: `/${path}`, at };
      });
      clock.advance(1000);
      for (const { path, at } of noted)
        expect(batches.some((batch) => batch.paths.has(path) && batch.since <= at && at <= batch.at)).toBe(
          true,
        );
    }),
  );
});

test("flush lets through what there is, and stop drops it", () => {
  const { clock, batches, settling } = start();
  settling.flush();
  settling.note("/a");
  settling.flush();
  settling.note("/b");
  settling.stop();
  clock.advance(1000);
  expect(batches.map(({ paths }) => [...paths])).toEqual([["/a"]]);
});
