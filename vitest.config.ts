import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    /** Modules import the public entry points by name; tests run them from their sources. */
    alias: [
      { find: /^lares\/module$/, replacement: here("src/module.ts") },
      { find: /^lares$/, replacement: here("src/index.ts") },
    ],
  },
});
