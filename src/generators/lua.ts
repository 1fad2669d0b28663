/**
 * Lua values (Lua 5.1 and later, "Table Constructors"):
 *
 *     value = nil | true | false | number | DQ text with escapes DQ | table | "(" expression ")"
 *     table = "{" [ LF { INDENT [ "[" key "] = " ] value "," LF } ] "}"
 *
 * `{ _type: "lua-inline", expr }` is an expression of the writer's own.
 */
import { type Float, floatText, isFloat } from "../base/float.ts";
import { sortedEntries } from "./order.ts";

export interface LuaInline {
  readonly _type: "lua-inline";
  readonly expr: string;
}
export type LuaValue =
  | string
  | number
  | boolean
  | null
  | Float
  | LuaInline
  | readonly LuaValue[]
  | { readonly [key: string]: LuaValue | undefined };

/** An expression instead of a value: `luaInline("vim.fn.getcwd()")`. */
export const luaInline = (expr: string): LuaInline => ({ _type: "lua-inline", expr });

export interface LuaStyle {
  /** Whether a table's last field ends in a comma too; it does unless said otherwise. */
  readonly trailingComma?: boolean;
}

/** Keys sorted, a field on each line, two spaces for each level below `indent`. */
export const luaValue = (value: LuaValue, indent = "", style: LuaStyle = {}): string => {
  if (value === null) return "nil";
  if (typeof value === "string") return luaString(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (isFloat(value)) return floatText(value);
  if (isInline(value)) return `(${value.expr})`;
  return tableText(value, indent, style);
};

/** `name = value` lines, sorted by name: `set` each as a global or, with a prefix, as a field of a table. */
export const luaAssignments = (values: Readonly<Record<string, LuaValue | undefined>>, prefix = ""): string =>
  sortedEntries(values)
    .map(([name, value]) => `${prefix}${name} = ${luaValue(value)}\n`)
    .join("");

export const luaString = (text: string): string =>
  `"${text.replace(/[\\"\n\r\0]/g, (char) => escapes[char] ?? `\\${char}`)}"`;
const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\0": "\\000" };

const tableText = (table: Exclude<LuaValue, LuaInline | Float>, indent: string, style: LuaStyle): string => {
  const inner = `${indent}  `;
  const fields = Array.isArray(table)
    ? (table as readonly LuaValue[]).map((value) => luaValue(value, inner, style))
    : sortedEntries(table as Readonly<Record<string, LuaValue>>).map(
        ([key, value]) => `[${luaString(key)}] = ${luaValue(value, inner, style)}`,
      );
  if (fields.length === 0) return "{}";
  const last = style.trailingComma === false ? "" : ",";
  return `{\n${fields.map((field) => `${inner}${field}`).join(",\n")}${last}\n${indent}}`;
};

const isInline = (value: object): value is LuaInline => "_type" in value && value._type === "lua-inline";

const numberText = (value: number): string => {
  if (Number.isNaN(value)) return "(0/0)";
  return Number.isFinite(value) ? String(value) : value > 0 ? "math.huge" : "-math.huge";
};
