import { accessSync, constants, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const source = (path: string) => resolve(import.meta.dirname, "src", path);

/**
 * Temporary homes go to memory where there is some to go to: a sync costs a disk tens of milliseconds, and the tests
 * make thousands. Tests that are about real disks name one themselves.
 */
const temporaryFolder = (): Record<string, string> => {
  const folder = "/dev/shm/lares-tests";
  try {
    accessSync("/dev/shm", constants.W_OK);
    mkdirSync(folder, { recursive: true });
    return { TMPDIR: folder };
  } catch {
    return {};
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
      ...temporaryFolder(),
    },
  },
});
