/** Adding an entry to `home.file` in TypeScript, JavaScript and JSON: found by parsing, inserted into the text as it stands. */
import { type Node, parseSync } from "oxc-parser";
import { type NewEntry, settingsOf } from "./add-entry.ts";
import { exportedNodes, variablesOf } from "./locate-in-code.ts";
import { indentAt, splice } from "./text-list.ts";

/** Undefined where `home`, or `home.file`, is something else than an object written out. */
export const addToCode = (file: string, text: string, entry: NewEntry): string | undefined => {
  const { program, errors } = parseSync(file, text, { preserveParens: false });
  if (errors.length > 0) return undefined;
  const variables = variablesOf(program.body);
  const [root] = exportedNodes(program.body).flatMap((node) => objectOf(node, variables) ?? []);
  return root && addBelow(text, root, entry, codeStyle, variables);
};

export const addToJson = (text: string, entry: NewEntry): string | undefined => {
  const { program, errors } = parseSync("home.config.js", `(${text}\n)`, { preserveParens: false });
  const [statement] = program.body;
  if (errors.length > 0 || statement?.type !== "ExpressionStatement") return undefined;
  const root = objectOf(statement.expression, new Map());
  const edited = root && addBelow(`(${text}\n)`, root, entry, jsonStyle, new Map());
  return edited?.slice(1, -2);
};

export type ObjectNode = Extract<Node, { type: "ObjectExpression" }>;
export type Variables = ReadonlyMap<string, Node>;

/** The object that an expression is: behind defineHome(…), a type annotation, a variable or a function's arrow. */
export const objectOf = (node: Node, variables: Variables): ObjectNode | undefined => {
  switch (node.type) {
    case "ObjectExpression":
      return node;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return objectOf(node.expression, variables);
    case "Identifier": {
      const value = variables.get(node.name);
      return value && objectOf(value, new Map());
    }
    case "ArrowFunctionExpression":
      return objectOf(node.body, variables);
    case "CallExpression": {
      const [argument] = node.arguments;
      const isHome = node.callee.type === "Identifier" && node.callee.name === "defineHome";
      return isHome && argument ? objectOf(argument, variables) : undefined;
    }
    default:
      return undefined;
  }
};

const addBelow = (
  text: string,
  root: ObjectNode,
  entry: NewEntry,
  style: Style,
  variables: Variables,
): string | undefined => {
  const home = propertyOf(root, "home");
  if (home === undefined)
    return insertProperty(text, root, "home", { file: { [entry.target]: settingsOf(entry) } }, style);
  const homeObject = objectOf(home, variables);
  if (homeObject === undefined) return undefined;
  const file = propertyOf(homeObject, "file");
  if (file === undefined)
    return insertProperty(text, homeObject, "file", { [entry.target]: settingsOf(entry) }, style);
  const fileObject = objectOf(file, variables);
  if (fileObject === undefined || propertyOf(fileObject, entry.target) !== undefined) return undefined;
  return insertProperty(text, fileObject, entry.target, settingsOf(entry), style);
};

export const propertyOf = (object: ObjectNode, name: string): Node | undefined =>
  object.properties.flatMap((property) =>
    property.type === "Property" &&
    ((property.key.type === "Identifier" && !property.computed && property.key.name === name) ||
      (property.key.type === "Literal" && property.key.value === name))
      ? [property.value]
      : [],
  )[0];

export interface Style {
  /** Whether a comma may follow the last property. */
  readonly trailingComma: boolean;
  readonly key: (name: string) => string;
}

export const codeStyle: Style = {
  trailingComma: true,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
};
export const jsonStyle: Style = { trailingComma: false, key: (name) => JSON.stringify(name) };

/** As the last property: on a line of its own, unless the object stands on one line with others in it. */
export const insertProperty = (
  text: string,
  object: ObjectNode,
  name: string,
  value: object,
  style: Style,
): string => {
  const last = object.properties.at(-1);
  const source = text.slice(object.start, object.end);
  const outer = indentAt(text, object.start);
  const unit = text.match(/\n(\t| {2,8})\S/)?.[1] ?? "  ";
  const written = (indent: string, inLine: boolean) =>
    `${style.key(name)}: ${print(value, indent, unit, style, inLine)}`;
  if (last === undefined) {
    const inner = outer + unit;
    const comma = style.trailingComma ? "," : "";
    return splice(text, object.start, object.end, `{\n${inner}${written(inner, false)}${comma}\n${outer}}`);
  }
  if (!source.includes("\n")) return splice(text, last.end, last.end, `, ${written("", true)}`);
  const inner = indentAt(text, last.start);
  const { comma, end } = afterProperty(text, last.end, object.end);
  const before = comma ? text : splice(text, last.end, last.end, ",");
  const shift = comma ? 0 : 1;
  return splice(before, end + shift, end + shift, `\n${inner}${written(inner, false)}${comma ? "," : ""}`);
};

/** Past the property's comma and a comment on its line. */
const afterProperty = (text: string, from: number, limit: number): { comma: boolean; end: number } => {
  const rest = text.slice(from, limit - 1);
  const [all, comma] = /^(?:\s*(,))?[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*\*\/)?/.exec(rest)!;
  return { comma: comma !== undefined, end: from + all.trimEnd().length };
};

/** `{ source: "…" }` and lists in one line; an object of objects over several. */
const print = (value: object, indent: string, unit: string, style: Style, inLine: boolean): string => {
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  const fields = Object.entries(value);
  const isFlat = inLine || fields.every(([, field]) => typeof field !== "object" || Array.isArray(field));
  const inner = indent + unit;
  const parts = fields.map(
    ([name, field]) =>
      `${style.key(name)}: ${typeof field === "object" ? print(field as object, inner, unit, style, inLine) : JSON.stringify(field)}`,
  );
  if (isFlat) return `{ ${parts.join(", ")} }`;
  const comma = style.trailingComma ? "," : "";
  return `{\n${parts.map((part) => inner + part).join(",\n")}${comma}\n${indent}}`;
};
