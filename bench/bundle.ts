/**
 * `node bench/bundle.ts DIST`, with the entries (JSON: output name → source file) on standard input: bundles as
 * scripts/build.ts does. A program of its own, so that esbuild's service and its memory are gone when the measuring begins.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { builtinModules } from "../scripts/builtin-modules.ts";

const root = join(import.meta.dirname, "..");
const dist = process.argv[2]!;
const entries = JSON.parse(readFileSync(0, "utf8")) as Record<string, string>;

await build({
  absWorkingDir: root,
  entryPoints: Object.entries(entries).map(([out, file]) => ({ out, in: file })),
  outdir: dist,
  entryNames: "[dir]/[name]",
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [builtinModules],
  external: ["esbuild", "oxc-parser", "ink", "react", "cosmiconfig", "chokidar", "fs-extra"],
  alias: {
    yaml: join(root, "node_modules/yaml/browser/index.js"),
    lares: join(root, "src/index.ts"),
    "lares/module": join(root, "src/module.ts"),
  },
});
