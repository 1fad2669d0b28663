/** Hyprland's configuration in Lua: calls of the `hl` table. */
import { isFloat, type LuaValue, luaValue, sortedEntries } from "lares/module";

type Table = Readonly<Record<string, unknown>>;

/**
 * Of each key a call `hl.KEY(value)`; a list calls it once for each element. `{ _args: […] }` gives several arguments,
 * and `{ _var: value }` makes a local variable, which stands above the calls.
 */
export const luaCalls = (settings: Table): string => {
  const entries = sortedEntries(settings);
  const variables = entries.filter(([, value]) => isVariable(value));
  const calls = entries.filter(([, value]) => !isVariable(value));
  return [
    variables
      .map(([name, value]) => `local ${name} = ${textOf((value as { _var: unknown })._var)}\n`)
      .join(""),
    ...calls.map(([name, value]) =>
      [value]
        .flat()
        .map((one) => callOf(name, one))
        .join(""),
    ),
  ]
    .filter((part) => part !== "")
    .join("\n");
};

export const callOf = (name: string, value: unknown, indent = ""): string =>
  `${indent}hl.${name}(${argumentsOf(value).map(textOf).join(", ")})\n`;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isFloat(value);

const isVariable = (value: unknown): boolean => isTable(value) && "_var" in value;

const argumentsOf = (value: unknown): readonly unknown[] =>
  isTable(value) && Array.isArray(value._args) ? value._args : [value];

const textOf = (value: unknown): string => luaValue(value as LuaValue);
