/** `home.packages` in TypeScript, JavaScript and JSON: found by parsing, changed in the text as it stands. */
import { type Node, parseSync } from "oxc-parser";
import {
  codeStyle,
  insertProperty,
  jsonStyle,
  type ObjectNode,
  objectOf,
  propertyOf,
  type Style,
  type Variables,
} from "./add-to-code.ts";
import { exportedNodes, variablesOf } from "./locate-in-code.ts";
import { bracketedList, type PackageList } from "./package-list.ts";
import type { TextList } from "./text-list.ts";

export const packagesInCode = (file: string, text: string): PackageList | undefined => {
  const { program, errors } = parseSync(file, text, { preserveParens: false });
  if (errors.length > 0) return undefined;
  const variables = variablesOf(program.body);
  const [root] = exportedNodes(program.body).flatMap((node) => objectOf(node, variables) ?? []);
  return root && listBelow(text, root, codeStyle, variables);
};

/** `within` are the names that lead to the configuration: `lares` in package.json. */
export const packagesInJson = (text: string, within: readonly string[]): PackageList | undefined => {
  const wrapped = `(${text}\n)`;
  const { program, errors } = parseSync("home.config.js", wrapped, { preserveParens: false });
  const [statement] = program.body;
  if (errors.length > 0 || statement?.type !== "ExpressionStatement") return undefined;
  let root = objectOf(statement.expression, new Map());
  for (const name of within) {
    const inner: Node | undefined = root && propertyOf(root, name);
    root = inner && objectOf(inner, new Map());
  }
  const list = root && listBelow(wrapped, root, jsonStyle, new Map());
  const unwrapped = (edited: string | undefined) => edited?.slice(1, -2);
  return (
    list && {
      items: list.items,
      with: (names) => unwrapped(list.with(names)),
      without: (at) => unwrapped(list.without(at)),
    }
  );
};

const listBelow = (
  text: string,
  root: ObjectNode,
  style: Style,
  variables: Variables,
): PackageList | undefined => {
  const home = propertyOf(root, "home");
  if (home === undefined)
    return newList((names) => insertProperty(text, root, "home", { packages: names }, style));
  const homeObject = objectOf(home, variables);
  if (homeObject === undefined) return undefined;
  const packages = propertyOf(homeObject, "packages");
  if (packages === undefined)
    return newList((names) => insertProperty(text, homeObject, "packages", names, style));
  const list = arrayOf(packages, variables);
  if (list === undefined) return undefined;
  const comment = style.trailingComma ? "//" : undefined;
  return bracketedList(text, asTextList(list), { comment, trailingComma: style.trailingComma });
};

const newList = (insert: (names: readonly string[]) => string): PackageList => ({
  items: [],
  with: insert,
  without: () => undefined,
});

type ArrayNode = Extract<Node, { type: "ArrayExpression" }>;

/** The list that an expression is: behind a type annotation, a variable, or the arrow of a definition that reads others. */
const arrayOf = (node: Node, variables: Variables): ArrayNode | undefined => {
  switch (node.type) {
    case "ArrayExpression":
      return node;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return arrayOf(node.expression, variables);
    case "ArrowFunctionExpression":
      return arrayOf(node.body, variables);
    case "Identifier": {
      const value = variables.get(node.name);
      return value && arrayOf(value, new Map());
    }
    default:
      return undefined;
  }
};

const asTextList = ({ start, end, elements }: ArrayNode): TextList => ({
  start,
  end,
  items: elements
    .filter((element) => element !== null)
    .map((element) => ({
      start: element.start,
      end: element.end,
      value: element.type === "Literal" && typeof element.value === "string" ? element.value : undefined,
    })),
});
