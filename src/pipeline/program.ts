/** The running program's own files: its folder, its build, its public API and its modules. */
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { LaresError } from "../base/errors.ts";
import { isModule, type Module, type ModuleRegistry } from "../option/module.ts";
import { readTextIfAny, stat } from "../system/files.ts";

/** `dist/`, whether this runs from there or from the sources. */
export const distFolder = (): string => {
  const here = import.meta.dirname;
  for (let folder = here; folder !== "/"; folder = dirname(folder)) {
    if (basename(folder) === "dist") return folder;
    if (basename(folder) === "src") return resolve(folder, "../dist");
  }
  return here;
};

/** The checkout that holds `dist/`, `bin/`, `templates/` and `src/`. */
export const programFolder = (): string => dirname(distFolder());

/** What a configuration's imports of Lares lead to: the files that the running program itself uses. */
export const apiFiles = (): Readonly<Record<string, string>> => ({
  lares: pathToFileURL(resolve(distFolder(), "index.js")).href,
  "lares/module": pathToFileURL(resolve(distFolder(), "module.js")).href,
});

/** Changes with every build: what was cached by another build of Lares does not count. */
export const buildIdentity = (): string => {
  const built = stat(resolve(distFolder(), "lares.js"));
  return built === undefined ? "unbuilt" : `${built.size}-${built.mtimeMs}`;
};

/** The modules that come with Lares, by `dist/modules.json`; each is loaded on first use. */
export const libraryRegistry = (): ModuleRegistry => {
  const dist = distFolder();
  const text = readTextIfAny(resolve(dist, "modules.json"));
  if (text === undefined)
    throw new LaresError({
      code: "not-built",
      message: "Lares is not built",
      details: [dist],
      hint: "npm run build",
    });
  const { files, standing } = JSON.parse(text) as ModuleIndex;
  const above = new Set(Object.keys(files).flatMap(ancestors));
  const require = createRequire(resolve(dist, "modules.json"));
  const loaded = new Map<string, Module>();
  const loadFile = (file: string): Module => {
    const { default: module } = require(resolve(dist, file)) as { default: unknown };
    if (!isModule(module)) throw new Error(`${file} does not export a module`);
    return { ...module, source: { file: `module ${module.path}` } };
  };
  return {
    standing,
    paths: Object.keys(files),
    has: (path) => Object.hasOwn(files, path),
    leadsTo: (path) => above.has(path),
    load: (path) => {
      const file = files[path]!;
      const module = loaded.get(file) ?? loadFile(file);
      loaded.set(file, module);
      return module;
    },
  };
};

/** `dist/modules.json`, as scripts/build.ts writes it. */
interface ModuleIndex {
  /** Option path → file, relative to dist. */
  readonly files: Readonly<Record<string, string>>;
  /** Option paths of the modules that are part of every home. */
  readonly standing: readonly string[];
}

/** `a.b.c` → `a`, `a.b`. */
const ancestors = (path: string): string[] => {
  const parts = path.split(".");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("."));
};
