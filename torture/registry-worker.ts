/** Two npm registries on the loopback interface, of yesterday and of today, in a thread that serves while others wait. */
import { workerData } from "node:worker_threads";
import { startRegistry, type TestPackage } from "../test/packages/registry.ts";

const tool = (name: string, version: string): TestPackage => ({
  name,
  version,
  manifest: { bin: { [name]: `${name}.sh` }, os: ["linux", "darwin"], cpu: ["x64", "arm64"] },
  files: { [`${name}.sh`]: `#!/bin/sh\necho ${name}\n`, VERSION: version },
});

const yesterday = [tool("tool", "1.0.0"), tool("other", "1.0.0")];
const served = [yesterday, [...yesterday, tool("tool", "1.1.0"), tool("other", "2.0.0")]];
const ports = new Int32Array(workerData as SharedArrayBuffer);
for (const [at, packages] of served.entries())
  Atomics.store(ports, at, Number(new URL((await startRegistry(packages)).url).port));
Atomics.notify(ports, 1);
