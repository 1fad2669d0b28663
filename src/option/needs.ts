/** Which modules of the library a module's definitions touch, seen without calling anything lazy. */
import { isDeclaration, type Module, type ModuleRegistry, type OptionTree } from "./module.ts";
import { isTagged } from "./property.ts";

export const needsOf = (module: Module, registry: ModuleRegistry): readonly string[] => {
  const needs = new Set<string>();
  collect(module.config, "", registry, needs);
  const trees = [module.options, ...Object.values(module.more)];
  for (const tree of trees) if (!isDeclaration(tree)) collectRenames(tree, registry, needs);
  return [...needs];
};

const collect = (value: unknown, path: string, registry: ModuleRegistry, needs: Set<string>): void => {
  if (isTagged(value)) {
    const contents = value._type === "merge" ? value.contents : [value.content];
    for (const content of contents) collect(content, path, registry, needs);
    return;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [name, below] of Object.entries(value)) {
    const at = path === "" ? name : `${path}.${name}`;
    if (registry.has(at)) needs.add(at);
    if (registry.leadsTo(at)) collect(below, at, registry, needs);
  }
};

/** What moved elsewhere takes its new home along. */
const collectRenames = (tree: OptionTree, registry: ModuleRegistry, needs: Set<string>): void => {
  for (const node of Object.values(tree)) {
    if (!isDeclaration(node)) collectRenames(node, registry, needs);
    else if (node.kind === "renamed") {
      const parts = node.to.split(".");
      const target = parts.map((_, i) => parts.slice(0, i + 1).join(".")).find((path) => registry.has(path));
      if (target !== undefined) needs.add(target);
    }
  }
};
