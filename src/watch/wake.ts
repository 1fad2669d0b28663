/**
 * A machine that slept: no timer ran, and what changed meanwhile (a mounted folder, a synchronised one) may have come without
 * an event.
 */

/** Gives a function that stops looking. */
export const onWake = (
  woke: () => void,
  { now = Date.now, every = 2000 }: { readonly now?: () => number; readonly every?: number } = {},
): (() => void) => {
  let expected = now() + every;
  const timer = setInterval(() => {
    const late = now() - expected;
    expected = now() + every;
    if (Math.abs(late) > every * 3) woke();
  }, every);
  return () => clearInterval(timer);
};
