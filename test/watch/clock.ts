/** A clock that goes only when it is told to. */
import type { Clock } from "../../src/watch/settling.ts";

export interface TestClock extends Clock {
  /** Makes the calls that are due on the way, each at its time. */
  advance(milliseconds: number): void;
  /** Time passes and nothing runs, as while a machine sleeps; afterwards what is due is called. */
  sleep(milliseconds: number): void;
}

export const testClock = (): TestClock => {
  let now = 1000;
  const calls = new Map<object, { at: number; call: () => void }>();
  const runDue = (until: number): void => {
    for (;;) {
      const [due] = [...calls].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (due === undefined) return;
      const [key, { at, call }] = due;
      calls.delete(key);
      now = Math.max(now, at);
      call();
    }
  };
  return {
    now: () => now,
    later: (milliseconds, call) => {
      const key = {};
      calls.set(key, { at: now + milliseconds, call });
      return () => void calls.delete(key);
    },
    advance: (milliseconds) => {
      const until = now + milliseconds;
      runDue(until);
      now = until;
    },
    sleep: (milliseconds) => {
      now += milliseconds;
      runDue(now);
    },
  };
};
