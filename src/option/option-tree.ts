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

/** What stands for any name in a path: `accounts.email.accounts.<name>.aerc` lies in every account's submodule. */
export const anyName = "<name>";

/** An option of submodules with what another module adds to them. */
const extendedOption = (a: OptionTree[string], b: OptionTree[string]): OptionTree[string] | undefined => {
  if (!isDeclaration(a) || a.kind !== "option" || isDeclaration(b)) return undefined;
  const more = b[anyName];
  if (more === undefined || isDeclaration(more) || a.type.extend === undefined) return undefined;
  return { ...a, type: a.type.extend(more) };
};

const joinNodes = (
  a: OptionTree[string],
  b: OptionTree[string],
  path: readonly string[],
): OptionTree[string] => {
  if (a === b) return a;
  const extended = extendedOption(a, b) ?? extendedOption(b, a);
  if (extended !== undefined) return extended;
  if (isDeclaration(a) || isDeclaration(b))
    throw new LaresError({
      code: "option-declared-twice",
      message: `two modules declare ${printPath(path)}`,
      hint: "rename the option of your own module",
    });
  return joinTrees(a, b, path);
};
