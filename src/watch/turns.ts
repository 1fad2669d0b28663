/**
 * One batch at a time: what comes while one is worked on waits, and is one batch then. Between batches there is rest, in which
 * the next one is made ready for, and after a long rest there is time to tidy.
 */
import { LaresError } from "../base/errors.ts";
import type { Batch } from "./settling.ts";

export interface Turns {
  take(batch: Batch): void;
  /** Before all batches; those that come meanwhile wait. */
  first(work: () => Promise<void>): Promise<void>;
  /** Nothing is begun any more. */
  end(): void;
  /** Rejects with what an error in the program threw. */
  readonly ended: Promise<void>;
}

export interface TurnsWork {
  readonly act: (batch: Batch) => Promise<void>;
  /** A little work; true when there is no more of it. */
  readonly rest: () => boolean;
  readonly longRest: () => void;
}

export const createTurns = ({ act, rest, longRest }: TurnsWork): Turns => {
  let state: "free" | "busy" | "over" = "free";
  let waiting: Batch | undefined;
  let timer: NodeJS.Timeout | undefined;
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();

  const end = (): void => {
    state = "over";
    clearTimeout(timer);
    resolve();
  };

  const take = (batch: Batch): void => {
    waiting = waiting === undefined ? batch : together(waiting, batch);
    if (state === "free") void go();
  };

  const go = async (): Promise<void> => {
    state = "busy";
    clearTimeout(timer);
    while (waiting !== undefined && !isOver()) {
      const batch = waiting;
      waiting = undefined;
      await act(batch).catch(fail);
    }
    pause();
  };

  /** Of what a person can do wrong all has been said already. */
  const fail = (error: unknown): void => {
    if (error instanceof LaresError) return;
    reject(error);
    end();
  };

  const isOver = (): boolean => state === "over";

  const pause = (): void => {
    if (isOver()) return;
    state = "free";
    timer = setTimeout(useRest, restDelay);
  };

  const useRest = (): void => {
    if (rest()) timer = setTimeout(longRest, longRestDelay);
    else timer = setTimeout(useRest, sliceDelay);
  };

  return {
    take,
    end,
    ended,
    first: async (work) => {
      state = isOver() ? "over" : "busy";
      await work();
      if (waiting === undefined || isOver()) pause();
      else void go();
    },
  };
};

const together = (a: Batch, b: Batch): Batch => ({
  since: a.since,
  paths: new Set([...a.paths, ...b.paths]),
});

/** Milliseconds. */
const restDelay = 20;
const sliceDelay = 1;
const longRestDelay = 1000;
