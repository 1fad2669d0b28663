/**
 * A machine that slept: no timer ran, and what changed meanwhile (a mounted folder, a synchronised one) may have come without
 * an event.
 */
import { type Clock, systemClock } from "./settling.ts";

/** The time of day goes on while the machine sleeps. */
export const wallClock: Clock = { now: Date.now, later: systemClock.later };

/** Gives a function that stops looking. */
export const onWake = (woke: () => void, clock: Clock = wallClock): (() => void) => {
  let stop = (): void => {};
  const wait = (): void => {
    const expected = clock.now() + interval;
    stop = clock.later(interval, () => {
      const late = clock.now() - expected;
      wait();
      if (Math.abs(late) > mostLate) woke();
    });
  };
  wait();
  return () => stop();
};

/** Milliseconds. A busy machine is late by less. */
const interval = 2000;
const mostLate = 6000;
