/** All options there are: the core's and those of every module that comes along. Loads them all. */
import { coreModules } from "../home/core.ts";
import type { Module } from "../option/module.ts";
import { type OptionRecord, optionRecords } from "../option/option-index.ts";
import { placeTree } from "../option/option-tree.ts";
import { libraryRegistry } from "./program.ts";

export interface DocumentedModule {
  /** The option path that the module is known by: `programs.git`; empty for the core. */
  readonly path: string;
  readonly options: readonly OptionRecord[];
}

/** The core first, then the modules by path. */
export const documentedModules = (): readonly DocumentedModule[] => {
  const registry = libraryRegistry();
  const modules = new Set([...registry.paths].sort().map((path) => registry.load(path)));
  return [
    { path: "", options: coreModules.flatMap(recordsOf) },
    ...[...modules].map((module) => ({ path: module.path, options: recordsOf(module) })),
  ];
};

const recordsOf = ({ path, options, more }: Module): readonly OptionRecord[] =>
  [placeTree(path, options), ...Object.entries(more).map(([at, tree]) => placeTree(at, tree))].flatMap(
    (tree) => optionRecords(tree),
  );
