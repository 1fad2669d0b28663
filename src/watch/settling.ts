/**
 * Folds the events of a burst into one batch. A single save is let through after a few milliseconds; where more than one
 * path is touched (a checkout, a search and replace) it waits until nothing has come for longer, but never without end.
 */

export interface Batch {
  readonly paths: ReadonlySet<string>;
  /** When the first of its events came; as `now` counts. */
  readonly since: number;
}

export interface Settling {
  note(path: string): void;
  /** Lets a batch through at once, should there be one. */
  flush(): void;
  stop(): void;
}

/** Milliseconds. */
export interface Clock {
  now(): number;
  /** Gives a function that takes the call back. */
  later(milliseconds: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  later: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

export const createSettling = (onBatch: (batch: Batch) => void, clock: Clock = systemClock): Settling => {
  let paths = new Set<string>();
  let since = 0;
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (paths.size === 0) return;
    const batch = { paths, since };
    paths = new Set();
    onBatch(batch);
  };

  return {
    flush,
    note: (path) => {
      if (paths.size === 0) since = clock.now();
      paths.add(path);
      cancel?.();
      const left = since + longest - clock.now();
      cancel = clock.later(Math.max(0, Math.min(paths.size > 1 ? quietOfMany : quietOfOne, left)), flush);
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
      paths = new Set();
    },
  };
};

/**
 * A program that truncates a file and writes it again does so within a millisecond; what comes later is seen as the next
 * change.
 */
const quietOfOne = 3;
const quietOfMany = 20;
const longest = 250;
