/** The build itself; imported only when the cache has no bundle, since esbuild starts a process of its own. */

import { join } from "node:path";
import * as esbuild from "esbuild";
import type { BundleRequest } from "./bundle.ts";
import { syntaxError } from "./esbuild-errors.ts";
import { type InputStamp, stampInput } from "./inputs.ts";
import { sourcesPlugin } from "./sources-plugin.ts";

export interface BuildResult {
  readonly code: string;
  readonly map: string;
  readonly inputs: readonly InputStamp[];
}

export const runEsbuild = async (
  request: BundleRequest,
  onInput: (path: string) => void = () => {},
): Promise<BuildResult> => {
  const stamps = new Map<string, InputStamp>();
  const onRead = (path: string): void => {
    stamps.set(path, stampInput(path));
    onInput(path);
  };
  for (const path of tsconfigsFor(request.folder)) onRead(path);
  const result = await build({ ...settings, plugins: [sourcesPlugin(request, onRead)] });
  for (const path of filesOf(result.metafile)) if (!stamps.has(path)) onRead(path);
  return {
    code: outputOf(result, ".mjs"),
    map: outputOf(result, ".map"),
    inputs: [...stamps.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
};

/** Paths in the metafile and in messages are relative to `absWorkingDir`: with `/`, one character from absolute. */
const settings = {
  entryPoints: ["lares-entry:"],
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  charset: "utf8",
  legalComments: "none",
  logLevel: "silent",
  write: false,
  metafile: true,
  sourcemap: "external",
  sourcesContent: false,
  absWorkingDir: "/",
  outfile: "/bundle.mjs",
  define: { "import.meta": "__laresMeta" },
  banner: {
    js: 'import { createRequire as __laresRequire } from "node:module"; const require = __laresRequire(import.meta.url);',
  },
} as const satisfies esbuild.BuildOptions;

const build = async (options: typeof settings & esbuild.BuildOptions) => {
  try {
    return await esbuild.build(options);
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const thrown = error.errors.find(({ detail }) => detail instanceof Error);
    throw thrown === undefined ? syntaxError(error.errors) : thrown.detail;
  }
};

const isBuildFailure = (error: unknown): error is esbuild.BuildFailure =>
  error instanceof Error && "errors" in error && Array.isArray(error.errors);

/** esbuild looks for one beside each file and above; the one that `lares init` writes is the usual case. */
const tsconfigsFor = (folder: string): readonly string[] => [join(folder, "tsconfig.json")];

/** Keys with a namespace (`lares-api:lares`) are no files. */
const filesOf = (metafile: esbuild.Metafile): readonly string[] =>
  Object.keys(metafile.inputs)
    .filter((key) => !/^[a-z-]+:/.test(key) && !key.startsWith("(disabled):"))
    .map((key) => join("/", key));

const outputOf = ({ outputFiles }: { outputFiles: esbuild.OutputFile[] }, extension: string): string =>
  outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
