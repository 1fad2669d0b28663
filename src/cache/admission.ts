/** Objects that arrive while others are being synced wait for the next sync together: one for all of them. */
import { LaresError } from "../base/errors.ts";
import type { Admissible, LocalStore } from "../store/store.ts";

/**
 * Resolves when all of these objects are registered, or none of them. Their references must be valid, or come before them
 * in the same batch.
 */
export const admitSoon = (
  store: LocalStore,
  together: readonly Admissible[],
  replace = false,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const queue = queues.get(store) ?? { waiting: [], busy: false };
    queues.set(store, queue);
    queue.waiting.push({ together, replace, resolve, reject });
    if (!queue.busy) void work(store, queue);
  });

interface Waiting {
  readonly together: readonly Admissible[];
  readonly replace: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  waiting: Waiting[];
  busy: boolean;
}

const queues = new WeakMap<LocalStore, Queue>();

const work = async (store: LocalStore, queue: Queue): Promise<void> => {
  queue.busy = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting;
    queue.waiting = [];
    for (const replace of [false, true])
      await admit(
        store,
        batch.filter((waiting) => waiting.replace === replace),
        replace,
      );
  }
  queue.busy = false;
};

/** What one of them lacks is not the others' fault. */
const admit = async (store: LocalStore, batch: readonly Waiting[], replace: boolean): Promise<void> => {
  if (batch.length === 0) return;
  try {
    await store.admit(
      batch.flatMap(({ together }) => together),
      { replace },
    );
    for (const { resolve } of batch) resolve();
  } catch (error) {
    if (batch.length === 1 || !(error instanceof LaresError)) for (const { reject } of batch) reject(error);
    else for (const waiting of batch) await admit(store, [waiting], replace);
  }
};
