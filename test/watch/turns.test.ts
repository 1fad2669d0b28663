/** One batch at a time, and rest between them. */
import { expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import type { Batch } from "../../src/watch/settling.ts";
import { createTurns, type Turns } from "../../src/watch/turns.ts";

const batch = (since: number, ...paths: string[]): Batch => ({ since, paths: new Set(paths) });

const start = (act: (batch: Batch) => Promise<void>): Turns =>
  createTurns({ act, rest: () => true, longRest: () => {} });

test("what comes while one is worked on is one batch, as old as its oldest", async () => {
  const seen: Batch[] = [];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const turns = start(async (each) => {
    seen.push(each);
    if (seen.length === 1) await held;
    else finish();
  });
  turns.take(batch(1, "/a"));
  turns.take(batch(2, "/b"));
  turns.take(batch(3, "/c", "/a"));
  expect(seen).toHaveLength(1);
  release();
  await done;
  expect(seen).toEqual([batch(1, "/a"), batch(2, "/b", "/c", "/a")]);
  turns.end();
});

test("batches wait for what is first", async () => {
  const seen: string[] = [];
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const turns = start(async () => {
    seen.push("batch");
    finish();
  });
  await turns.first(async () => {
    turns.take(batch(1, "/a"));
    await new Promise(setImmediate);
    seen.push("first");
  });
  await done;
  expect(seen).toEqual(["first", "batch"]);
  turns.end();
});

test("a mistake of a person ends nothing; an error in the program ends it and is thrown", async () => {
  const errors = [new LaresError({ code: "x", message: "x" }), new TypeError("in the program")];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  let acts = 0;
  const turns = start(async () => {
    const error = errors[acts++];
    resolve();
    throw error;
  });
  turns.take(batch(1, "/a"));
  await first;
  turns.take(batch(2, "/a"));
  await expect(turns.ended).rejects.toThrow("in the program");
  turns.take(batch(3, "/a"));
  expect(acts).toBe(2);
});

test("after the end nothing is begun", async () => {
  let acts = 0;
  const turns = start(async () => void acts++);
  turns.end();
  turns.take(batch(1, "/a"));
  await turns.ended;
  expect(acts).toBe(0);
});
