/** `imports`: what it may hold, and which file a path in it means. */
import { dirname, join, resolve } from "node:path";
import type { Place } from "../base/errors.ts";
import { realPath, stat } from "../system/files.ts";
import { importsInWrapper, importsNotAList } from "./load-errors.ts";
import { locateDefinition } from "./locate.ts";

export interface ImportedValue {
  readonly value: unknown;
  /** Where it stands in its file: `["imports", "0"]`. */
  readonly path: readonly string[];
}

/** What the module of this value imports, in order. */
export const importedValues = async (file: string, exported: object): Promise<readonly ImportedValue[]> => {
  if (wrapsImports(exported)) throw importsInWrapper(await placeOf(file, ["imports"]));
  const { imports = [] } = exported as { imports?: unknown };
  if (!Array.isArray(imports)) throw importsNotAList(await placeOf(file, ["imports"]), imports);
  return imports.map((value, n) => ({ value, path: ["imports", String(n)] }));
};

/** What `defineModule` gives; its `imports` are its own. */
export const isModuleValue = (value: object): boolean => "kind" in value && value.kind === "module";

/**
 * The canonical path of what an import means: the file itself, one with an extension left out, a `.ts` written as
 * `.js`, a folder's index file; `~/` is the home. Undefined where there is none.
 */
export const resolveImport = (from: string, specifier: string, home: string): string | undefined => {
  const path = specifier.startsWith("~/")
    ? join(home, specifier.slice(2))
    : resolve(dirname(from), specifier);
  const candidates = [
    path,
    ...typed(path),
    ...endings.map((ending) => path + ending),
    ...endings.map((ending) => join(path, `index${ending}`)),
  ];
  const found = candidates.find((candidate) => stat(candidate)?.kind === "file");
  return found === undefined ? undefined : realPath(found);
};

const typed = (path: string): readonly string[] =>
  /\.[cm]?js$/.test(path) ? [path.replace(/js$/, "ts")] : [];

const endings = [".ts", ".mts", ".js", ".mjs", ".json", ".yaml", ".yml", ".toml"];

/** Which modules there are must be known before any condition can be asked. */
const wrapsImports = (value: object): boolean => {
  if (!("_type" in value)) return false;
  const { content, contents = [] } = value as { content?: unknown; contents?: readonly unknown[] };
  return [content, ...contents].some(
    (inner) => typeof inner === "object" && inner !== null && ("imports" in inner || wrapsImports(inner)),
  );
};

/** The place of what `path` leads to in a file, as near as it is found. */
export const placeOf = async (file: string, path: readonly string[]): Promise<Place> =>
  (await locateDefinition(file, path)) ?? { file };
