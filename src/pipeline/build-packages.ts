/** `lares build PACKAGE…`: single packages of the configuration, derivations and store paths, made valid. */
import { isAbsolute, resolve } from "node:path";
import { LaresError } from "../base/errors.ts";
import { bareName, isPackage, type PackageReference } from "../base/package.ts";
import { absolutePath, type StorePath } from "../base/paths.ts";
import { checkDerivation } from "../build/realise/check.ts";
import { createGraph } from "../build/realise/graph.ts";
import { inputsOf } from "../build/realise/plan.ts";
import { type RealiseRequest, realise } from "../build/realise/realise.ts";
import { needsOf } from "../derivation/needs.ts";
import { parseStorePath, storePathOf } from "../format/store-path.ts";
import { nearestName } from "../option/nearest.ts";
import { openStore } from "../store/open-store.ts";
import { addRoot } from "../store/roots.ts";
import { findSubject } from "./build-home.ts";
import { describeLoaded, type HomeRequest, type LoadedHome, readLoaded } from "./load-home.ts";
import { describeLocked } from "./lock-home.ts";
import { type Needed, placingHashes, requestFor, unattended } from "./realise-home.ts";

export interface PackagesRequest extends HomeRequest {
  /** Options (`programs.git.package`), names in `home.packages`, `.drv` paths, store paths. */
  readonly names: readonly string[];
  /** Where to leave links to the outcomes: `result`, then `result-2` and so on. None where absent. */
  readonly link?: string;
  /** Build once more what is there, and compare. */
  readonly check?: boolean;
}

export interface BuiltPackage {
  readonly name: string;
  readonly path: StorePath;
  readonly link?: string;
}

export const buildPackages = async (request: PackagesRequest): Promise<readonly BuiltPackage[]> => {
  const { places, names, link, builds: { settings, attend = unattended } = {} } = request;
  const { needed, paths, files } = await find(request, names);
  const store = openStore(places);
  try {
    const isThere = paths.map(store.protect).every(Boolean);
    if (!isThere || request.check)
      await placingHashes(files, () =>
        attend(async (signal, onEvent) => {
          const wanted = { store, ...(await requestFor(places, needed, { settings, signal, onEvent })) };
          await realise(wanted);
          if (request.check) await checkAll(wanted, paths);
        }),
      );
    return paths.map((path, at) => {
      const name = names[at]!;
      if (link === undefined) return { name, path };
      const file = resolve(request.cwd, at === 0 ? link : `${link}-${at + 1}`);
      addRoot(places, absolutePath(file), path);
      return { name, path, link: file };
    });
  } finally {
    store.close();
  }
};

interface Found {
  readonly needed: Needed;
  /** One for each name. */
  readonly paths: readonly StorePath[];
  /** Of the configuration. */
  readonly files: readonly string[];
}

/** The configuration is not looked at where all names are paths. */
const find = async (request: PackagesRequest, names: readonly string[]): Promise<Found> => {
  const { storeDir } = request.places;
  const given = names.map((name) => (isAbsolute(name) ? storePathOf(storeDir, name) : undefined));
  if (given.every((path) => path !== undefined)) return findPaths(given);
  const { file } = await findSubject(request);
  const { home } = await describeLocked(file, request);
  const { description } = await describeLoaded(home);
  const paths: StorePath[] = [];
  for (const [at, name] of names.entries())
    paths.push(given[at] ?? (await findByName(home, description.packages, name, storeDir)));
  const needs = needsOf(paths);
  const files = [...home.config.inputs.map(({ path }) => path), ...home.lookedAt.keys()];
  return { paths, files, needed: { ...needs, storePaths: paths, settings: description.settings } };
};

/** A `.drv` file stands for its output `out`; a store path is there or comes from a cache. */
const findPaths = (paths: readonly StorePath[]): Found => {
  const graph = createGraph({});
  const derivations: Record<StorePath, string> = {};
  const wanted = paths.map((path) => {
    if (!path.endsWith(".drv")) return path;
    for (const drvPath of graph.closure([path])) derivations[drvPath] = graph.textOf(drvPath)!;
    const { outputs } = graph.at(path);
    return (outputs.out ?? Object.values(outputs)[0]!).path;
  });
  return {
    paths: wanted,
    files: [],
    needed: { storePaths: wanted, derivations, storeSources: [], settings: plainSettings },
  };
};

/** What holds where no configuration was asked. */
export const plainSettings: Needed["settings"] = {
  ...{ substituters: [], trustedPublicKeys: [], maxJobs: 2, cores: 0, sandbox: "auto" },
  ...{ buildTimeout: null, silentTimeout: null },
};

const findByName = async (
  home: LoadedHome,
  packages: readonly PackageReference[],
  name: string,
  storeDir: string,
): Promise<StorePath> => {
  const named = packages.find((one) => one.name === name || bareName(one) === name);
  const value = named ?? (await readLoaded(home, ({ config }) => valueAt(config, name.split("."))));
  const path = isPackage(value) ? value.outPath : value;
  const found = typeof path === "string" ? parseStorePath(absolutePath(storeDir), path) : undefined;
  if (found !== undefined) return found;
  if (isPackage(value))
    throw new LaresError({
      code: "system-package",
      message: `${name} is the system's own program: there is nothing to build`,
      hint: "give it a source, such as npm:NAME, or a package that the configuration makes",
    });
  const near = nearestName(name, packages.map(bareName));
  throw new LaresError({
    code: "no-such-package",
    message: `the configuration has no package ${name}`,
    hint:
      near === undefined
        ? "name one of home.packages, an option that holds a package (programs.git.package), or a store path"
        : `did you mean ${near}?`,
  });
};

/** Modules are loaded as their names are read, so that names are not there to be listed before. */
const valueAt = (config: unknown, path: readonly string[]): unknown => {
  let value = config;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
};

/** The inputs of what is there may have been collected. */
const checkAll = async (request: RealiseRequest, paths: readonly StorePath[]): Promise<void> => {
  const graph = createGraph(request.derivations);
  const makers = new Set(paths.map(graph.makerOf).filter((maker) => maker !== undefined));
  for (const maker of makers) {
    await realise({ ...request, wanted: inputsOf(graph, maker) });
    await checkDerivation(request, maker);
  }
};
