/**
 * Runs code of the configuration for a limited time, also when it never gives control back.
 *
 * The synchronous part runs inside one `vm` script with a timeout: V8's own watchdog, half a millisecond. What is
 * awaited afterwards runs in microtasks, outside that script; only then a worker is started that, at the limit, makes
 * the main thread's inspector terminate whatever is running. Both leave the process alive, as `lares watch` needs.
 */
import { runInThisContext } from "node:vm";
import { Worker } from "node:worker_threads";

/** Thrown at the limit. */
export class TimeIsUp extends Error {}

/** Milliseconds. */
export const defaultTimeLimit = 30_000;

export const runWithin = async <T>(limit: number, work: () => T): Promise<Awaited<T>> => {
  const result = runTimed(limit, work);
  return isThenable(result) ? await awaitTimed(limit, result) : (result as Awaited<T>);
};

/**
 * A script reaches `work` only by a global; it is there for the length of this call. With `displayErrors`, Node
 * would put lines of its own before the stack of what is thrown.
 */
const runTimed = <T>(limit: number, work: () => T): T => {
  const globals = globalThis as unknown as Record<string, unknown>;
  const outer = globals[slot];
  globals[slot] = work;
  try {
    return runInThisContext(`${slot}()`, { timeout: limit, displayErrors: false }) as T;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new TimeIsUp();
    throw error;
  } finally {
    globals[slot] = outer;
  }
};

const slot = "__laresTimedWork";

const awaitTimed = async <T>(limit: number, promise: PromiseLike<T>): Promise<Awaited<T>> => {
  const watchdog = new Worker(terminateMainThread, { eval: true, workerData: limit, stdout: false });
  watchdog.unref();
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeIsUp()), limit);
  });
  try {
    return await Promise.race([promise, timeIsUp]);
  } finally {
    clearTimeout(timer);
    void watchdog.terminate();
  }
};

/** The loop ends; the promise never settles; the timer, due by now, fires. */
const terminateMainThread = `
  const { Session } = require("node:inspector");
  const session = new Session();
  session.connectToMainThread();
  setTimeout(() => session.post("Runtime.terminateExecution"), require("node:worker_threads").workerData);
`;

const isThenable = (value: unknown): value is PromiseLike<never> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
