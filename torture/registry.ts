/** The registries that scenarios lock from, started when the first asks for them; they end with the process. */
import { Worker } from "node:worker_threads";

export interface Registries {
  /** Has version 1.0.0 of `tool` and `other`. */
  readonly yesterday: string;
  /** Has `tool` 1.1.0 and `other` 2.0.0 beside them. */
  readonly today: string;
}

/** Waits for them without giving way: scenarios are set up in one go. */
export const registries = (): Registries => {
  started ??= start();
  return started;
};

let started: Registries | undefined;

const start = (): Registries => {
  const ports = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL("./registry-worker.ts", import.meta.url), { workerData: ports.buffer });
  worker.unref();
  while (Atomics.load(ports, 1) === 0)
    if (Atomics.wait(ports, 1, 0, 60_000) === "timed-out") throw new Error("the registries did not start");
  const [yesterday, today] = [...ports].map((port) => `http://127.0.0.1:${port}/`) as [string, string];
  return { yesterday, today };
};

/** What npm's own library is told of a registry. */
export const registryEnvironment = (url: string): Readonly<Record<string, string>> => ({
  npm_config_registry: url,
  npm_config_fetch_retries: "0",
});
