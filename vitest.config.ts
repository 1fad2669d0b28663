import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const source = (path: string) => resolve(import.meta.dirname, "src", path);

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
    // Children inherit the environment: none of them may see a configuration of the person who runs the tests.
    env: { LARES_CONFIG: "", LARES_ROOT: "", NO_COLOR: "1", NODE_COMPILE_CACHE: "" },
  },
});
