import { isDeclaration, type OptionTree } from "./module.ts";
import { printPath } from "./option-error.ts";

export interface Rename {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly convert?: (value: unknown) => unknown;
  readonly silent: boolean;
}

export interface Removal {
  readonly from: readonly string[];
  readonly reason: string;
}

/** What to say about a former option that is still in use; `base` is the submodule that it belongs to. */
export const renameNotice = ({ from, to }: Rename, base: readonly string[] = []): string =>
  `${printPath([...base, ...from])} is now called ${printPath([...base, ...to])}: rename it in your configuration`;

/** The renames declared in a tree, by the first name of their new path. */
export const renamesOf = (tree: OptionTree): ReadonlyMap<string, readonly Rename[]> => former(tree).renames;

export const removalsOf = (tree: OptionTree): readonly Removal[] => former(tree).removals;

interface Former {
  readonly renames: Map<string, Rename[]>;
  readonly removals: Removal[];
}

const formers = new WeakMap<OptionTree, Former>();

const former = (tree: OptionTree): Former => {
  let found = formers.get(tree);
  if (found === undefined) {
    found = { renames: new Map(), removals: [] };
    collect(tree, [], found);
    formers.set(tree, found);
  }
  return found;
};

const collect = (tree: OptionTree, path: readonly string[], into: Former): void => {
  for (const [name, node] of Object.entries(tree)) {
    const from = [...path, name];
    if (!isDeclaration(node)) collect(node, from, into);
    else if (node.kind === "removed") into.removals.push({ from, reason: node.reason });
    else if (node.kind === "renamed") {
      const to = node.to.split(".");
      const rename = { from, to, silent: node.silent, ...(node.convert && { convert: node.convert }) };
      into.renames.set(to[0]!, [...(into.renames.get(to[0]!) ?? []), rename]);
    }
  }
};
