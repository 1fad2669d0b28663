/**
 * While files are being changed a signal waits: the work takes milliseconds, and its end is a whole home. (Not needed for
 * safety, which is the journal's; but it spares the person a recovery.)
 */

/** `work` must be synchronous throughout. A signal that came meanwhile ends the process after it, as it would have. */
export const holdingSignals = async <T>(work: () => T): Promise<T> => {
  let caught: NodeJS.Signals | undefined;
  const remember = (signal: NodeJS.Signals) => {
    caught = signal;
  };
  for (const signal of held) process.on(signal, remember);
  try {
    return work();
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of held) process.off(signal, remember);
    if (caught !== undefined) process.kill(process.pid, caught);
  }
};

const held = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
