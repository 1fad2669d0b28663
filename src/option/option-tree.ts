import { LaresError } from "../base/errors.ts";
import { isDeclaration, type OptionTree } from "./module.ts";
import { printPath } from "./option-error.ts";

/** Hangs a tree at a dotted path. */
export const placeTree = (path: string, tree: OptionTree): OptionTree =>
  path === "" ? tree : path.split(".").reduceRight<OptionTree>((inner, name) => ({ [name]: inner }), tree);

/** Both trees' options. One option declared twice is an error. */
export const joinTrees = (a: OptionTree, b: OptionTree, path: readonly string[] = []): OptionTree => {
  if (a === b) return a;
  const joined: Record<string, OptionTree[string]> = { ...a };
  for (const [name, node] of Object.entries(b)) {
    const other = Object.hasOwn(joined, name) ? joined[name] : undefined;
    joined[name] = other === undefined ? node : joinNodes(other, node, [...path, name]);
  }
  return joined;
};

const joinNodes = (
  a: OptionTree[string],
  b: OptionTree[string],
  path: readonly string[],
): OptionTree[string] => {
  if (a === b) return a;
  if (isDeclaration(a) || isDeclaration(b))
    throw new LaresError({
      code: "option-declared-twice",
      message: `two modules declare ${printPath(path)}`,
      hint: "rename the option of your own module",
    });
  return joinTrees(a, b, path);
};
