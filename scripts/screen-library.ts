/**
 * What the dashboard draws with (Ink, React and all that they need) as one file of `dist/`: from node_modules its 200
 * files would take three times as long to load. Nothing but the dashboard imports it.
 */
import * as path from "node:path";
import { build, type Plugin } from "esbuild";
import type { BuiltFile } from "./merge-chunks.ts";

export const screenLibraryName = "screen-library.js";

/** Points the dashboard's imports to the file. */
export const screenLibraryPlugin: Plugin = {
  name: "screen-library",
  setup({ onResolve }) {
    onResolve({ filter: /^(ink|react|react\/jsx-runtime)$/ }, () => ({
      path: `./${screenLibraryName}`,
      external: true,
    }));
  },
};

/**
 * `fetch` is taken away: the layout engine would read its own code, a data URL, by it, and Node's takes 60 ms to load;
 * without it that code is decoded where it is.
 */
export const screenLibrary = async (root: string): Promise<BuiltFile> => {
  const { outputFiles } = await build({
    stdin: { contents: exported, resolveDir: root, loader: "js" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minify: true,
    legalComments: "none",
    write: false,
    define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"', fetch: "undefined" },
    banner: { js: requireForCommonJs },
    alias: { "string-width": path.resolve(root, "src/tui/view/string-width.ts") },
    plugins: [withoutDevtools],
    absWorkingDir: path.resolve(root),
  });
  return { name: screenLibraryName, text: outputFiles[0]!.text };
};

const exported = `
export * from "ink";
export { createContext, memo, useContext, useEffect } from "react";
export { Fragment, jsx, jsxs } from "react/jsx-runtime";
`;

/** React is CommonJS, and asks for Node's own modules by `require`. */
const requireForCommonJs =
  'import{createRequire as _require}from"node:module";const require=_require(import.meta.url);';

/** Ink would connect to them in development. */
const withoutDevtools: Plugin = {
  name: "without-devtools",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: "none", namespace: "without" }));
    onLoad({ filter: /.*/, namespace: "without" }, () => ({ contents: "export default {};" }));
  },
};
