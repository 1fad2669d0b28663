/**
 * One evaluation of a configuration: the modules it needs are found and loaded, their option trees joined, and the
 * merged config stands ready to be read.
 */
import type { PackageReference } from "../base/package.ts";
import type { Config, Context } from "./context.ts";
import { type Definition, discharge, type Fragment, fragmentOf, prevailing } from "./definition.ts";
import { isDeclaration, type Module, type ModuleRegistry, type OptionTree } from "./module.ts";
import { ModuleNeeded } from "./module-needed.ts";
import { needsOf } from "./needs.ts";
import { printPath } from "./option-error.ts";
import { OptionSet, type Session } from "./option-set.ts";
import { anyName, joinTrees, placeTree } from "./option-tree.ts";
import { removalsOf, renameNotice, renamesOf } from "./renames.ts";
import type { Option } from "./shape.ts";

export interface EvaluationInput {
  /** Modules that are always there: the core's. */
  readonly core: readonly Module[];
  /** The user's modules, the imported ones before those that import them. */
  readonly modules: readonly Module[];
  readonly registry: ModuleRegistry;
  /** All of the context but `config`. */
  readonly context: Omit<Context, "config">;
  /** Gives a package reference its store path, where one is known. */
  readonly resolvePackage: (reference: PackageReference) => PackageReference;
  /** Registry paths that an earlier evaluation turned out to need; loading them at once saves starting over. */
  readonly preload?: Iterable<string>;
}

export interface Evaluation {
  readonly config: Config;
  /** Registry paths of the modules that were loaded, sorted. */
  readonly loaded: readonly string[];
  /** Former options that are still in use: warnings. */
  notices(): readonly string[];
  /** Options that are gone but defined: failed assertions. */
  removals(): readonly string[];
  /** The declaration at a path; undefined where there is none. */
  declaration(path: readonly string[]): Option<unknown, unknown> | OptionTree | undefined;
  /** Every definition of an option that counts, the losing ones too, best priority first. */
  definitions(path: readonly string[]): readonly (Definition & { readonly prevails: boolean })[];
}

/**
 * Evaluates and gives the result of `read`. Reading an option whose module is not loaded yet starts over with that
 * module: its definitions may change what has been merged already. `read` must therefore have no effects.
 */
export const evaluate = <T>(input: EvaluationInput, read: (evaluation: Evaluation) => T): T => {
  const needed = new Set(input.preload ?? []);
  for (;;) {
    try {
      return read(begin(input, needed));
    } catch (error) {
      if (!(error instanceof ModuleNeeded)) throw error;
      needed.add(error.path);
    }
  }
};

const begin = (input: EvaluationInput, preload: ReadonlySet<string>): Evaluation => {
  const { modules, loaded } = loadNeeded(input, preload);
  const tree = modules.flatMap(treesOf).reduce<OptionTree>((joined, next) => joinTrees(joined, next), {});
  const session: Session = {
    context: { ...input.context, config: undefined as never },
    stack: [],
    onUndeclared: (path) => {
      const needed = claimsOn(input.registry, path).find((claimed) => !loaded.has(claimed));
      if (needed !== undefined) throw new ModuleNeeded(needed);
    },
    unloadedNames: (path) => namesBelow(input.registry, path),
    resolvePackage: input.resolvePackage,
    notices: new Set(),
  };
  const root = new OptionSet(
    session,
    tree,
    [],
    modules.flatMap((module) => rootFragments(module, tree)),
  );
  Object.assign(session.context, { config: root.config });
  return {
    config: root.config as Config,
    loaded: [...loaded].sort(),
    notices: () => [...renameNotices(root), ...session.notices],
    removals: () => removalNotices(root),
    declaration: (path) => nodeAt(tree, path),
    definitions: (path) => definitionsAt(root, session, path),
  };
};

/** Loads every module under whose path something is defined, and what those define in turn. */
const loadNeeded = (
  { core, modules, registry }: EvaluationInput,
  preload: ReadonlySet<string>,
): { modules: readonly Module[]; loaded: ReadonlySet<string> } => {
  const library: Module[] = [];
  const loaded = new Set<string>();
  const want = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    const module = registry.load(path);
    if (library.includes(module)) return;
    library.push(module);
    scan(module);
  };
  const scan = (module: Module): void => {
    for (const path of needsOf(module, registry)) want(path);
  };
  for (const path of [...registry.standing, ...preload]) want(path);
  for (const module of [...core, ...modules]) scan(module);
  const byFile = library.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { modules: [...core, ...byFile, ...modules], loaded };
};

const treesOf = (module: Module): OptionTree[] => [
  placeTree(module.path, module.options),
  ...Object.entries(module.more).map(([path, tree]) => placeTree(path, tree)),
];

const rootFragments = ({ config, whenLoaded, source }: Module, tree: OptionTree): Fragment[] => [
  fragmentOf(config, source),
  ...Object.entries(whenLoaded)
    .map(([dotted, value]) => [dotted.split("."), value] as const)
    .filter(([path]) => nodeAt(tree, path) !== undefined)
    .map(([path, value]) => fragmentOf(nest(path, value), source)),
];

const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, name) => ({ [name]: inner }), value);

/**
 * What some module claims of `path`, longest first: beginnings of it, and places in other modules' submodules
 * (`a.<name>.c` for `a.b.c`).
 */
const claimsOn = (registry: ModuleRegistry, path: readonly string[]): readonly string[] => {
  const beginnings = path
    .map((_, i) => path.slice(0, i + 1).join("."))
    .filter((claimed) => registry.has(claimed));
  const inSubmodules = [...registry.paths].filter(
    (claimed) => claimed.includes(anyName) && covers(claimed.split("."), path),
  );
  const length = (claimed: string) => claimed.split(".").length;
  return [...beginnings, ...inSubmodules].sort((a, b) => length(b) - length(a));
};

const covers = (claimed: readonly string[], path: readonly string[]): boolean =>
  claimed.length <= path.length && claimed.every((part, i) => part === anyName || part === path[i]);

const namesBelow = (registry: ModuleRegistry, path: readonly string[]): readonly string[] => {
  const dotted = path.join(".");
  if (dotted !== "" && !registry.leadsTo(dotted)) return [];
  const names = new Set<string>();
  for (const claimed of registry.paths)
    if (dotted === "" || claimed.startsWith(`${dotted}.`))
      names.add(claimed.slice(dotted === "" ? 0 : dotted.length + 1).split(".")[0]!);
  return [...names];
};

const renameNotices = (root: OptionSet): string[] =>
  [...renamesOf(root.tree).values()]
    .flat()
    .filter(({ from, silent }) => !silent && isDefined(root, from))
    .map((rename) => renameNotice(rename));

const removalNotices = (root: OptionSet): string[] =>
  removalsOf(root.tree)
    .filter(({ from }) => isDefined(root, from))
    .map(({ from, reason }) => `${printPath(from)} no longer exists: ${reason}`);

const isDefined = (root: OptionSet, path: readonly string[]): boolean => {
  const scope = { path, context: root.session.context, session: root.session };
  const set = path.slice(0, -1).reduce<OptionSet | undefined>((found, name) => found?.child(name), root);
  return set !== undefined && discharge(set.fragmentsOf(path.at(-1)!), scope, true).length > 0;
};

const nodeAt = (
  tree: OptionTree,
  path: readonly string[],
): Option<unknown, unknown> | OptionTree | undefined => {
  let node: OptionTree[string] | undefined = tree;
  for (const name of path) {
    if (node === undefined || isDeclaration(node)) return undefined;
    node = Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return node !== undefined && isDeclaration(node) && node.kind !== "option" ? undefined : node;
};

const definitionsAt = (root: OptionSet, session: Session, path: readonly string[]) => {
  const scope = { path, context: session.context, session };
  const all = [...discharge(root.fragmentsAt(path), scope)].sort((a, b) => a.priority - b.priority);
  const best = new Set(prevailing(all));
  return all.map((definition) => ({ ...definition, prevails: best.has(definition) }));
};
