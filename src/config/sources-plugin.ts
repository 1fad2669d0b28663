/**
 * What esbuild is told about the files of a configuration: where `lares` is, what `import.meta` says, which files an
 * earlier bundle has evaluated, and that every file enters its namespace into the bundle's `modules`. Text is added
 * at the end of a file only (imports are hoisted), so that lines and columns stay those of the original.
 */
import { dirname, extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Loader, OnLoadResult, Plugin, PluginBuild } from "esbuild";
import { readText } from "../system/files.ts";
import type { BundleRequest, EvaluatedBundle } from "./bundle.ts";
import { unreadable } from "./load-errors.ts";

export const sourcesPlugin = (
  { entries, earlier, api, folder }: BundleRequest,
  onRead: (path: string) => void,
): Plugin => ({
  name: "lares",
  setup: (build) => {
    provide(build, "lares-entry", () => entryText(entries), folder);
    provide(build, "lares-modules", () => "export const modules = new Map();");
    provide(build, "lares-meta", metaText);
    provideApi(build, api);
    resolveFileUrls(build, earlier);
    build.onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => {
      const owner = earlier.findLast(({ modules }) => modules.has(path));
      return owner === undefined
        ? loadSource(path, onRead)
        : { contents: evaluatedText(owner, path), loader: "js" };
    });
  },
});

/** A module that exists only in the bundle: imported as `namespace:path`. */
const provide = (
  build: PluginBuild,
  namespace: string,
  contents: (path: string) => string,
  resolveDir?: string,
): void => {
  build.onResolve({ filter: new RegExp(`^${namespace}:`) }, ({ path }) => ({
    path: path.slice(namespace.length + 1) || namespace,
    namespace,
  }));
  build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
    contents: contents(path),
    ...(resolveDir === undefined ? {} : { resolveDir }),
  }));
};

/** An entry is entered here too: it may be CommonJS or JSON, which cannot do it for itself. */
const entryText = (entries: readonly string[]): string =>
  [
    'import { modules } from "lares-modules:";',
    ...entries.map(
      (path, n) => `import * as entry${n} from ${quote(path)}; modules.set(${quote(path)}, entry${n});`,
    ),
    "export { modules };",
  ].join("\n");

const metaText = (path: string): string =>
  `export const meta = ${JSON.stringify({ url: pathToFileURL(path).href, filename: path, dirname: dirname(path), main: false })};`;

/**
 * The running program's own modules, so that its symbols and classes are the same ones on both sides. By name, not
 * `export *`: esbuild then reports an import of what is not there, with its place.
 */
const provideApi = (build: PluginBuild, api: BundleRequest["api"]): void => {
  const offer = Object.keys(api).map(quote).join(" and ");
  build.onResolve({ filter: /^lares(\/|$)/ }, ({ path }) =>
    path in api
      ? { path, namespace: "lares-api" }
      : { errors: [{ text: `Could not resolve "${path}": Lares offers ${offer}` }] },
  );
  build.onLoad({ filter: /.*/, namespace: "lares-api" }, async ({ path }) => {
    const names = Object.keys((await import(api[path]!)) as object).map(quoteName);
    return { contents: `export { ${names.join(", ")} } from ${quote(api[path]!)};` };
  });
};

/** The API and earlier bundles stay outside; any other file URL is the file. */
const resolveFileUrls = (build: PluginBuild, earlier: readonly EvaluatedBundle[]): void => {
  const bundles = new Set(earlier.map(({ file }) => pathToFileURL(file).href));
  build.onResolve({ filter: /^file:/ }, ({ path, namespace }) =>
    namespace === "lares-api" || bundles.has(path) ? { path, external: true } : { path: fileURLToPath(path) },
  );
};

/** A file that an earlier bundle has evaluated: what it exported there. */
const evaluatedText = ({ file, modules }: EvaluatedBundle, path: string): string => {
  const names = Object.keys(modules.get(path)!);
  return [
    `import { modules } from ${quote(pathToFileURL(file).href)};`,
    `const evaluated = modules.get(${quote(path)});`,
    ...names.map(
      (name, n) => `const value${n} = evaluated[${quote(name)}]; export { value${n} as ${quoteName(name)} };`,
    ),
  ].join("\n");
};

/** Packages are left to esbuild, unless they need `import.meta` or `__dirname` to be theirs. */
const loadSource = (path: string, onRead: (path: string) => void): OnLoadResult | undefined => {
  const inPackage = path.includes("/node_modules/");
  onRead(path);
  if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
  const text = readSource(path);
  const contents = isCommonJs(path, text) ? withFileNames(path, text) : withMeta(path, text, !inPackage);
  return inPackage && contents === text ? undefined : { contents, loader: loaderOf(path) };
};

const readSource = (path: string): string => {
  try {
    return readText(path);
  } catch (error) {
    throw unreadable(path, error);
  }
};

const withMeta = (path: string, text: string, entered: boolean): string => {
  const meta = text.includes("import.meta")
    ? `import { meta as __laresMeta } from ${quote(`lares-meta:${path}`)};`
    : "";
  const entering = entered
    ? `import * as __laresSelf from ${quote(path)}; import { modules as __laresModules } from "lares-modules:"; __laresModules.set(${quote(path)}, __laresSelf);`
    : "";
  return meta + entering === "" ? text : `${text}\n;${meta}${entering}`;
};

/** Before the first line, on it: a CommonJS file's own code may use them at once. */
const withFileNames = (path: string, text: string): string =>
  /\b__(dir|file)name\b/.test(text) && !text.startsWith("#!")
    ? `var __filename = ${quote(path)}, __dirname = ${quote(dirname(path))}; ${text}`
    : text;

/** By extension where it says so, else by what only one of the kinds can hold. */
const isCommonJs = (path: string, text: string): boolean => {
  const extension = extname(path);
  if (extension === ".cjs" || extension === ".cts") return !/^\s*(import|export)\b/m.test(text);
  if (extension === ".mjs" || extension === ".mts") return false;
  if (/\bmodule\.exports\b|^\s*exports\.\w+\s*=/m.test(text)) return true;
  return /\brequire\(/.test(text) && !/\b(import|export)\b/.test(text);
};

const loaderOf = (path: string): Loader => extname(path).replace(/^\.[cm]?/, "") as Loader;

const quote = (text: string): string => JSON.stringify(text);
const quoteName = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quote(name);
