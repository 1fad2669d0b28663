/** The names one step below an option path, for completion: from the index of modules where that is enough. */
import { coreModules } from "../home/core.ts";
import { isDeclaration, type Module, type OptionTree } from "../option/module.ts";
import { placeTree } from "../option/option-tree.ts";
import { libraryRegistry } from "./program.ts";

export interface OptionName {
  readonly name: string;
  readonly description?: string;
  /** Whether there are options below it. */
  readonly leads: boolean;
}

export const optionNamesBelow = (path: string): readonly OptionName[] => {
  const registry = libraryRegistry();
  const found = new Map<string, OptionName>();
  for (const registered of registry.paths)
    if (path === "" || registered.startsWith(`${path}.`)) {
      const name = registered.slice(path === "" ? 0 : path.length + 1).split(".")[0]!;
      found.set(name, { name, leads: true });
    }
  const enclosing = [...registry.paths].filter(
    (registered) => path === registered || path.startsWith(`${registered}.`),
  );
  for (const module of [...coreModules, ...enclosing.map((registered) => registry.load(registered))])
    for (const option of namesIn(module, path)) found.set(option.name, option);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};

const namesIn = ({ path, options, more }: Module, below: string): readonly OptionName[] =>
  [placeTree(path, options), ...Object.entries(more).map(([at, tree]) => placeTree(at, tree))].flatMap(
    (tree) =>
      Object.entries(nodeAt(tree, below === "" ? [] : below.split(".")) ?? {}).flatMap(
        ([name, node]): OptionName[] => {
          if (!isDeclaration(node)) return [{ name, leads: true }];
          if (node.kind !== "option" || node.internal === true) return [];
          return [
            { name, leads: false, ...(node.description !== undefined && { description: node.description }) },
          ];
        },
      ),
  );

const nodeAt = (tree: OptionTree, path: readonly string[]): OptionTree | undefined => {
  let node: OptionTree[string] | undefined = tree;
  for (const name of path) {
    if (node === undefined || isDeclaration(node)) return undefined;
    node = Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return node === undefined || isDeclaration(node) ? undefined : node;
};
