/** So many pieces of work at the same time; the others wait in the order in which they came. */
export interface Slots {
  /** Runs `work` once there is room. Throws the signal's reason where it comes first. */
  use<T>(work: () => Promise<T>): Promise<T>;
}

export const createSlots = (count: number, signal: AbortSignal): Slots => {
  let free = count;
  const waiting: (() => void)[] = [];
  const enter = (): Promise<void> | undefined => {
    if (free > 0) {
      free--;
      return undefined;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  /** The slot goes from one to the next without being free in between. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  return {
    use: async (work) => {
      await enter();
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        leave();
      }
    },
  };
};
