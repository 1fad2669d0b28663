/**
 * How the bundle reaches Node's own modules. `import … from "node:fs"` makes Node read every export of the module
 * for the import's sake, which sets off all the loading that Node itself puts off: streams for fs (3 ms), worker
 * threads and a diff for util (4 ms), WebCrypto for crypto (5 ms). `process.getBuiltinModule` does not; so each import
 * becomes a module of ours that picks out what is used. Modules that many commands import and few call are
 * only loaded at the first call.
 */
import type { Plugin } from "esbuild";

export const builtinModules: Plugin = {
  name: "builtin-modules",
  setup(build) {
    // A copy for every importer: a shared one would be a chunk of its own, which costs more than it saves.
    build.onResolve({ filter: /^node:/ }, ({ path, importer, namespace }) =>
      namespace === "builtin"
        ? undefined
        : { path, suffix: `?${importer}`, namespace: "builtin", sideEffects: false },
    );
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({ contents: contentsFor(path) }));
  },
};

const loadedWhenCalled = ["node:crypto", "node:child_process", "node:os", "node:tty", "node:zlib"];

const contentsFor = (name: string): string => {
  const module = process.getBuiltinModule(name);
  if (module === undefined) throw new Error(`Node has no module ${name}`);
  const load = `process.getBuiltinModule(${JSON.stringify(name)})`;
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(module)).filter(([key]) =>
    isIdentifier(key),
  );
  return [
    `const load = () => ${load};`,
    "export { whole as default };",
    "const whole = /* @__PURE__ */ load();",
    ...descriptors.map(([key, { value }]) =>
      loadedWhenCalled.includes(name) && isPlainFunction(value)
        ? `export function ${key}(...given) { return load().${key}(...given); }`
        : `export const ${key} = /* @__PURE__ */ (() => load().${key})();`,
    ),
  ].join("\n");
};

const isIdentifier = (key: string): boolean =>
  /^[A-Za-z_]\w*$/.test(key) && key !== "default" && key !== "whole" && key !== "load";

/** Not a class, which is called with `new` or extended. */
const isPlainFunction = (value: unknown): boolean =>
  typeof value === "function" && /^[a-z]/.test(value.name) && !String(value).startsWith("class");
