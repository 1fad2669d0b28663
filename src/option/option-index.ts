/** Every option of a tree, those inside submodules included, as the reference and `lares option --search` list them. */
import { isDeclaration, type OptionTree } from "./module.ts";
import { printValue } from "./print-value.ts";
import type { Option } from "./shape.ts";
import type { Type } from "./type.ts";

export interface OptionRecord {
  /** Elements of a set are `<name>`, those of a list `*`. */
  readonly path: readonly string[];
  /** In words: `list of string`. */
  readonly type: string;
  /** As text; undefined where the option has none. */
  readonly default?: string;
  readonly description?: string;
  /** As text. */
  readonly example?: string;
  readonly readOnly?: boolean;
  /** Names of the person's own choosing lead into its value. */
  readonly open?: boolean;
}

/** In the order of declaration; internal, renamed and removed options are left out. */
export const optionRecords = (tree: OptionTree, path: readonly string[] = []): readonly OptionRecord[] =>
  Object.entries(tree).flatMap(([name, node]) => {
    const at = [...path, name];
    if (!isDeclaration(node)) return optionRecords(node, at);
    if (node.kind !== "option" || node.internal === true) return [];
    return [recordOf(node, at), ...recordsInside(node.type, at)];
  });

// biome-ignore lint/suspicious/noExplicitAny: an option of any type
const recordOf = (option: Option<any, any>, path: readonly string[]): OptionRecord => {
  const text = defaultText(option);
  return {
    path,
    type: option.type.description,
    ...(text !== undefined && { default: text }),
    ...(option.description !== undefined && { description: option.description }),
    ...(option.example !== undefined && { example: printValue(option.example, 200) }),
    ...(option.readOnly === true && { readOnly: true }),
    ...(isOpen(option.type) && { open: true }),
  };
};

const openTypes = new Set(["attrsOf", "lazyAttrsOf", "json", "anything", "raw"]);

const isOpen = (type: Type<unknown, unknown>): boolean =>
  openTypes.has(type.name) || type.freeform === true || (type.inner ?? []).some(isOpen);

// biome-ignore lint/suspicious/noExplicitAny: an option of any type
const defaultText = (option: Option<any, any>): string | undefined => {
  if (option.defaultText !== undefined) return option.defaultText;
  if (!("default" in option) || typeof option.default === "function") return undefined;
  return printValue(option.default, 200);
};

/** Depth is bounded by the path: a submodule that holds itself is shown once. */
const recordsInside = (type: Type<unknown, unknown>, path: readonly string[]): readonly OptionRecord[] => {
  if (path.length > 12) return [];
  if (type.options !== undefined) return optionRecords(type.options as OptionTree, path);
  const element = elementNames[type.name];
  return (type.inner ?? []).flatMap((inner) =>
    recordsInside(inner, element === undefined ? path : [...path, element]),
  );
};

const elementNames: Readonly<Record<string, string>> = {
  attrsOf: "<name>",
  lazyAttrsOf: "<name>",
  listOf: "*",
  nonEmptyListOf: "*",
};
