import { accessSync, chmodSync, constants, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { removeTree } from "./src/system/durable.ts";

const source = (path: string) => resolve(import.meta.dirname, "src", path);

/**
 * Temporary homes go to memory where there is some to go to: a sync costs a disk tens of milliseconds, and the tests
 * make thousands. Tests that are about real disks name one themselves. The folder is gone when the run is over.
 */
const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(memory() ?? tmpdir(), "lares-tests-"));
  // Programs that refuse to run as root are run as another user.
  chmodSync(folder, 0o755);
  process.on("exit", () => removeTree(folder));
  return folder;
};

const memory = (): string | undefined => {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return undefined;
  }
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^lares\/module$/, replacement: source("module.ts") },
      { find: /^lares$/, replacement: source("index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Bare names mean the system's own programs, unless a test is about the index: no test needs the network by accident.
    // Children inherit the environment: none of them may see a configuration of the person who runs the tests.
    env: {
      LARES_ROOT: "",
      LARES_PACKAGE_INDEX: "off",
      NO_COLOR: "1",
      NODE_COMPILE_CACHE: "",
      TMPDIR: temporaryFolder(),
    },
  },
});
