/**
 * Loads a configuration: its file, the files and values in its `imports`, and theirs. Round by round: all files that
 * one round names are bundled and evaluated together, each once; only then the next round's names are known.
 */
import { dirname } from "node:path";
import type { Host, HostMap } from "../base/host.ts";
import { type AbsolutePath, absolutePath } from "../base/paths.ts";
import { realPath } from "../system/files.ts";
import { type BundleOptions, bundleFor, type EvaluatedBundle } from "./bundle.ts";
import { isDataFile, readDataFile } from "./data-file.ts";
import { evaluateBundle } from "./evaluate-bundle.ts";
import { chooseHost, faultIn, type HostChoice, hostImports } from "./hosts.ts";
import { type ImportedValue, importedValues, isModuleValue, placeOf, resolveImport } from "./imports.ts";
import { type InputStamp, stampInput } from "./inputs.ts";
import * as errors from "./load-errors.ts";
import { defaultTimeLimit, runWithin, TimeIsUp } from "./time-limit.ts";

export interface LoadOptions {
  /** This machine, as `findHost` tells. */
  readonly host: Host;
  /** `--host`, `--os` …: another machine, or another name for this one. */
  readonly hostChoice?: HostChoice;
  /** What a function in the configuration gets as `lib`. */
  readonly lib?: unknown;
  /** `~/.cache/lares`. */
  readonly cacheDir: AbsolutePath;
  /** File URLs of the running program's own `lares` and `lares/module`. */
  readonly api: { readonly lares: string; readonly "lares/module": string };
  /** Milliseconds for each bundle and for each function or promise that it exports; 30 s where absent. */
  readonly timeLimit?: number;
  /** Called with each file before it is read, also of a configuration that then fails to load. */
  readonly onInput?: (path: string) => void;
}

export interface LoadedConfig {
  /** Absolute, links resolved. */
  readonly file: AbsolutePath;
  readonly folder: AbsolutePath;
  /** The imported ones before those that import them, siblings in the order written: the order to merge in. */
  readonly modules: readonly LoadedModule[];
  /** This machine, or the one that was chosen, with what the configuration's `hosts` say of it. */
  readonly host: Host;
  readonly hosts: HostMap;
  /** Every file read, sorted: unchanged inputs and an equal host make an equal configuration. */
  readonly inputs: readonly InputStamp[];
  /** The inputs that a person edits: all but those in node_modules. */
  readonly watchSet: readonly string[];
}

export interface LoadedModule {
  /** The file that holds the value; for a value given in `imports` directly, the one that made it. */
  readonly file: AbsolutePath;
  /** A definition tree without `imports` and `hosts`, or what `defineModule` gave. */
  readonly value: unknown;
  /** Read from JSON, YAML or TOML. */
  readonly data: boolean;
}

export const loadConfig = async (path: string, options: LoadOptions): Promise<LoadedConfig> => {
  const canonical = realPath(path);
  if (canonical === undefined) throw errors.notThere(path);
  const file = absolutePath(canonical);
  const load: Load = {
    options,
    folder: absolutePath(dirname(file)),
    bundles: [],
    inputs: new Map(),
    nodes: new Map(),
    host: chooseHost(options.host, options.hostChoice),
    hosts: {},
  };
  const root = nodeFor(load, file, file);
  for (let round = [root]; round.length > 0; ) round = await loadRound(load, round, root);
  return describeLoad(load, file, root);
};

/** All that one call of loadConfig comes to know. */
interface Load {
  readonly options: LoadOptions;
  readonly folder: AbsolutePath;
  readonly bundles: EvaluatedBundle[];
  readonly inputs: Map<string, InputStamp>;
  /** By path for files, by identity for values. */
  readonly nodes: Map<unknown, Node>;
  host: Host;
  hosts: HostMap;
}

interface Node {
  /** Where it is, or where it was given while its own file is not known. */
  file: string;
  /** What was given in `imports`: a path already resolved, or the value itself. */
  readonly given: { readonly path: string } | { readonly value: unknown };
  value: unknown;
  data: boolean;
  imports: readonly Node[];
}

const nodeFor = (load: Load, file: string, given: unknown): Node => {
  const known = load.nodes.get(given);
  if (known !== undefined) return known;
  const source = typeof given === "string" ? { path: given } : { value: given };
  const node: Node = { file, given: source, value: undefined, data: false, imports: [] };
  load.nodes.set(given, node);
  return node;
};

/** Gives the nodes that are new in this round's imports. */
const loadRound = async (load: Load, round: readonly Node[], root: Node): Promise<Node[]> => {
  const codeFiles = round.flatMap(({ given }) =>
    "path" in given && !isDataFile(given.path) && namespaceOf(load, given.path) === undefined
      ? [given.path]
      : [],
  );
  if (codeFiles.length > 0) await loadBundle(load, codeFiles);
  const fresh: Node[] = [];
  for (const node of round) fresh.push(...(await explore(load, node, root)));
  return fresh;
};

/** Looks at what a file exports; gives the nodes that it imports and that are new. Getters and proxies run code of its own. */
const explore = async (load: Load, node: Node, root: Node): Promise<readonly Node[]> => {
  try {
    const exported = await treeOf(load, node);
    if (node === root) await applyHosts(load, node.file, exported);
    const wanted = [
      ...(await importedValues(node.file, exported)),
      ...(node === root ? hostImports(load.hosts, load.host) : []),
    ];
    const before = load.nodes.size;
    node.imports = await importNodes(load, node, wanted);
    node.value = withoutLoaderKeys(exported);
    return [...load.nodes.values()].slice(before);
  } catch (error) {
    throw errors.isOwnMistake(error) ? errors.threwWhileLoading(node.file, error) : error;
  }
};

const loadBundle = async (load: Load, entries: readonly string[]): Promise<void> => {
  const { options, bundles, folder, inputs } = load;
  const request = { entries, earlier: [...bundles], api: options.api, folder };
  const bundleOptions: BundleOptions = {
    cacheDir: options.cacheDir,
    ...(options.onInput === undefined ? {} : { onInput: options.onInput }),
  };
  const limit = options.timeLimit ?? defaultTimeLimit;
  const bundle = await evaluateBundle(await bundleFor(request, bundleOptions), entries, limit, () =>
    bundleFor(request, { ...bundleOptions, afresh: true }),
  );
  bundles.push(bundle);
  for (const namespace of bundle.modules.values()) Object.values(namespace).forEach(expectRejection);
  for (const stamp of bundle.inputs) {
    if (bundle.fromCache) options.onInput?.(stamp.path);
    if (!inputs.has(stamp.path)) inputs.set(stamp.path, stamp);
  }
};

/** Its turn to be awaited comes later; Node would end the process for a rejection that nobody waits for yet. */
const expectRejection = (value: unknown): void => {
  if (value instanceof Promise) value.catch(() => {});
};

/** The exported value with promises awaited and functions called, until it is a tree or a module. */
const treeOf = async (load: Load, node: Node): Promise<object> => {
  let { value } = await givenValue(load, node);
  for (let depth = 0; depth < 8; depth++) {
    node.file = fileThatMade(load, value) ?? node.file;
    if (typeof value === "function") value = await called(load, node, value as (context: object) => unknown);
    else if (value instanceof Promise) value = await limited(load, node, () => value);
    else break;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw errors.wrongExport(node.file, value);
  return value;
};

/** In a box: a promise given back by an async function would be awaited on the way, without a limit. */
const givenValue = async (load: Load, node: Node): Promise<{ value: unknown }> => {
  if (!("path" in node.given)) return node.given;
  const { path } = node.given;
  if (isDataFile(path)) return { value: await readData(load, node, path) };
  const value = namespaceOf(load, path)?.default;
  if (value === undefined) throw errors.exportsNothing(path);
  return { value };
};

/** Of a file that some bundle has evaluated, as an entry or on the way. */
const namespaceOf = (load: Load, path: string): { readonly default?: unknown } | undefined =>
  load.bundles.find(({ modules }) => modules.has(path))?.modules.get(path);

const readData = async (load: Load, node: Node, path: string): Promise<unknown> => {
  node.data = true;
  load.options.onInput?.(path);
  load.inputs.set(path, stampInput(path));
  return (await readDataFile(path)) ?? {};
};

const called = (load: Load, node: Node, work: (context: object) => unknown): Promise<unknown> =>
  limited(load, node, () => work({ host: load.host, lib: load.options.lib ?? {} }));

const limited = async (load: Load, node: Node, work: () => unknown): Promise<unknown> => {
  const limit = load.options.timeLimit ?? defaultTimeLimit;
  try {
    return await runWithin(limit, work);
  } catch (error) {
    if (error instanceof TimeIsUp) throw errors.tookTooLong([node.file], limit);
    throw errors.threwWhileLoading(node.file, error);
  }
};

/** Only the configuration's own file says what hosts there are; what it says counts from there on. */
const applyHosts = async (load: Load, file: string, exported: object): Promise<void> => {
  if (isModuleValue(exported)) return;
  const { hosts = {} } = exported as { hosts?: unknown };
  const wrong = faultIn(hosts);
  if (wrong !== undefined) throw errors.wrongHosts(await placeOf(file, wrong.path), wrong);
  load.hosts = hosts as HostMap;
  load.host = chooseHost(load.options.host, load.options.hostChoice, load.hosts);
};

/** The file whose export a value is: values given directly belong to the file that wrote them. */
const fileThatMade = (load: Load, value: unknown): string | undefined => {
  for (const { modules } of load.bundles)
    for (const [file, namespace] of modules) if (Object.values(namespace).includes(value)) return file;
  return undefined;
};

const importNodes = async (load: Load, node: Node, wanted: readonly ImportedValue[]): Promise<Node[]> => {
  const nodes: Node[] = [];
  for (const { value, path } of wanted) {
    expectRejection(value);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      nodes.push(nodeFor(load, node.file, value));
    else if (typeof value === "function") nodes.push(nodeFor(load, node.file, value));
    else if (typeof value !== "string") throw errors.wrongImport(await placeOf(node.file, path), value);
    else {
      const file = resolveImport(node.file, value, load.host.home);
      if (file === undefined) throw errors.importMissing(value, await placeOf(node.file, path));
      nodes.push(nodeFor(load, file, file));
    }
  }
  return nodes;
};

const withoutLoaderKeys = (exported: object): unknown => {
  if (isModuleValue(exported) || !("imports" in exported || "hosts" in exported || "$schema" in exported))
    return exported;
  const { imports: _, hosts: __, $schema: ___, ...tree } = exported as Record<string, unknown>;
  return tree;
};

const describeLoad = (load: Load, file: AbsolutePath, root: Node): LoadedConfig => {
  const inputs = [...load.inputs.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    file,
    folder: load.folder,
    modules: inOrder(root),
    host: load.host,
    hosts: load.hosts,
    inputs,
    watchSet: inputs.map(({ path }) => path).filter((path) => !path.includes("/node_modules/")),
  };
};

const inOrder = (root: Node): LoadedModule[] => {
  const seen = new Set<Node>();
  const modules: LoadedModule[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const imported of node.imports) visit(imported);
    modules.push({ file: absolutePath(node.file), value: node.value, data: node.data });
  };
  visit(root);
  return modules;
};
