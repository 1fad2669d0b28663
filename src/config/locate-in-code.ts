/**
 * Finds definitions in TypeScript and JavaScript by following the literal that the file exports: through calls
 * (of defineHome, mkIf, mkMerge …: any argument; of a function in the file: its result), variables of the same file,
 * spreads, conditions and type annotations.
 */
import { type Node, parseSync } from "oxc-parser";
import type { Location } from "./locate.ts";

type Path = readonly string[];

export const locateInCode = (file: string, text: string, path: Path): Location | undefined => {
  const { program } = parseSync(file, text, { preserveParens: false });
  const search: Search = { variables: variablesOf(program.body), open: new Set() };
  return best(exportedNodes(program.body).map((node) => locate(search, node, path, 0)));
};

/** In a text that is one expression, as JSON is. */
export const locateInExpression = (text: string, path: Path): Location | undefined => {
  const { program } = parseSync("expression.js", `(${text}\n)`, { preserveParens: false });
  const [statement] = program.body;
  if (statement?.type !== "ExpressionStatement") return undefined;
  const found = locate({ variables: new Map(), open: new Set() }, statement.expression, path, 0);
  return found && { ...found, offset: found.offset - 1 };
};

interface Search {
  readonly variables: ReadonlyMap<string, Node>;
  /** Variables being followed: one may lead to itself. */
  readonly open: Set<string>;
}

export const exportedNodes = (body: readonly Node[]): readonly Node[] =>
  body.flatMap((statement): Node[] => {
    if (statement.type === "ExportDefaultDeclaration") return [statement.declaration];
    if (statement.type === "ExportNamedDeclaration")
      return statement.specifiers.flatMap(({ local, exported }) =>
        nameOf(exported) === "default" ? [local] : [],
      );
    if (statement.type === "TSExportAssignment") return [statement.expression];
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression")
      return [];
    const { left, right } = statement.expression;
    return left.type === "MemberExpression" && nameOf(left.property) === "exports" ? [right] : [];
  });

export const variablesOf = (body: readonly Node[]): ReadonlyMap<string, Node> => {
  const variables = new Map<string, Node>();
  for (const outer of body) {
    const statement = outer.type === "ExportNamedDeclaration" ? outer.declaration : outer;
    if (statement?.type === "FunctionDeclaration" && statement.id)
      variables.set(statement.id.name, statement);
    if (statement?.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations)
      if (id.type === "Identifier" && init) variables.set(id.name, init);
  }
  return variables;
};

/** `path` is what is still to be found below `node`, `depth` how much has been. */
const locate = (search: Search, node: Node, path: Path, depth: number): Location | undefined => {
  const inside = (next: Node | null | undefined) => (next ? locate(search, next, path, depth) : undefined);
  switch (node.type) {
    case "ObjectExpression":
      return locateInObject(search, node, path, depth);
    case "ArrayExpression":
      return locateInArray(search, node, path, depth);
    case "Identifier":
      return locateInVariable(search, node.name, path, depth);
    case "CallExpression":
      return locateInCall(search, node, path, depth);
    case "ConditionalExpression":
      return best([inside(node.consequent), inside(node.alternate)]);
    case "LogicalExpression":
      return best([inside(node.left), inside(node.right)]);
    case "AwaitExpression":
    case "SpreadElement":
      return inside(node.argument);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "ParenthesizedExpression":
      return inside(node.expression);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      return best(resultsOf(node.body).map(inside));
    default:
      return undefined;
  }
};

type Of<T extends Node["type"]> = Extract<Node, { type: T }>;

const locateInObject = (
  search: Search,
  node: Of<"ObjectExpression">,
  path: Path,
  depth: number,
): Location | undefined => {
  const [name, ...rest] = path;
  const found = node.properties.map((property): Location | undefined => {
    if (property.type === "SpreadElement") return locate(search, property, path, depth);
    const key = keyOf(property);
    if (isWrapped(node) && (key === "content" || key === "contents"))
      return best(wrappedNodes(property.value).map((inner) => locate(search, inner, path, depth)));
    if (name === undefined || key !== name) return undefined;
    return best([
      { offset: property.start, depth: depth + 1 },
      rest.length === 0 ? undefined : locate(search, property.value, rest, depth + 1),
    ]);
  });
  return best(found);
};

const locateInArray = (
  search: Search,
  node: Of<"ArrayExpression">,
  [index, ...rest]: Path,
  depth: number,
): Location | undefined => {
  const element = node.elements[Number(index)];
  if (!element || element.type === "SpreadElement") return undefined;
  return best([
    { offset: element.start, depth: depth + 1 },
    rest.length === 0 ? undefined : locate(search, element, rest, depth + 1),
  ]);
};

const locateInVariable = (search: Search, name: string, path: Path, depth: number): Location | undefined => {
  const value = search.variables.get(name);
  if (value === undefined || search.open.has(name)) return undefined;
  search.open.add(name);
  const found = locate(search, value, path, depth);
  search.open.delete(name);
  return found;
};

/** `mkMerge([a, b])` holds definitions in a list; a module's definitions are in its `config`. */
const locateInCall = (search: Search, node: Of<"CallExpression">, path: Path, depth: number) => {
  if (nameOf(node.callee) === "defineModule") {
    const inConfig = node.arguments.map((argument) =>
      locate(search, argument, ["config", ...path], depth - 1),
    );
    const found = best(inConfig);
    if (found !== undefined && found.depth > depth) return found;
  }
  const given = node.arguments.flatMap((argument): readonly Node[] =>
    argument.type === "ArrayExpression" && nameOf(node.callee) === "mkMerge"
      ? wrappedNodes(argument)
      : [argument],
  );
  return best([...given, node.callee].map((inner) => locate(search, inner, path, depth)));
};

/** `{"_type": "if", "content": …}`, as plain data writes it. */
const isWrapped = (node: Of<"ObjectExpression">): boolean =>
  node.properties.some((property) => property.type === "Property" && keyOf(property) === "_type");

const wrappedNodes = (node: Node): readonly Node[] =>
  node.type === "ArrayExpression" ? node.elements.filter((element) => element !== null) : [node];

/** What a function may give back: its expression, or what its return statements (not those of functions in it) say. */
const resultsOf = (node: Node | null): readonly Node[] => {
  if (node === null) return [];
  switch (node.type) {
    case "BlockStatement":
      return node.body.flatMap(resultsOf);
    case "ReturnStatement":
      return node.argument ? [node.argument] : [];
    case "IfStatement":
      return [...resultsOf(node.consequent), ...resultsOf(node.alternate)];
    default:
      return node.type.endsWith("Statement") || node.type.endsWith("Declaration") ? [] : [node];
  }
};

const keyOf = ({ key, computed }: Of<"Property">): string | undefined =>
  computed && key.type !== "Literal" ? undefined : nameOf(key);

const nameOf = (node: Node): string | undefined =>
  node.type === "Identifier" ? node.name : node.type === "Literal" ? String(node.value) : undefined;

/** The deepest; among equals the first. */
const best = (locations: readonly (Location | undefined)[]): Location | undefined =>
  locations.reduce((found, next) => ((next?.depth ?? -1) > (found?.depth ?? -1) ? next : found), undefined);
