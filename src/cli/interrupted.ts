/** Work that Ctrl-C stops cleanly. */
import { LaresError } from "../base/errors.ts";

/** The first signal aborts the work, which then tidies up; the second ends the process as it would have. */
export const untilInterrupted = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(stopped());
  for (const name of endings) process.once(name, interrupt);
  try {
    return await work(stop.signal);
  } finally {
    for (const name of endings) process.off(name, interrupt);
  }
};

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const stopped = (): LaresError =>
  new LaresError({
    code: "stopped",
    message: "stopped",
    hint: "what was done is kept; run it again to go on",
  });
