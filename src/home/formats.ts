/**
 * The formats of programs' own files: what a `settings` option in the format may hold, and how it is written. Each
 * gives the option and, of the option's value, the file.
 */
import { type IniFile, type IniStyle, toIni, toIniWithGlobalSection } from "../generators/ini.ts";
import { type JsonValue, toJson } from "../generators/json.ts";
import { type KdlDocument, toKdl } from "../generators/kdl.ts";
import { type KeyValueStyle, type KeyValues, toKeyValue } from "../generators/key-value.ts";
import { type LuaValue, luaValue } from "../generators/lua.ts";
import { type PlistValue, toPlist } from "../generators/plist.ts";
import { type TomlTable, toToml } from "../generators/toml.ts";
import { toYaml } from "../generators/yaml.ts";
import { option } from "../option/declare.ts";
import type { Option } from "../option/shape.ts";
import type { Type } from "../option/type.ts";
import * as t from "../option/types/index.ts";
import { type FileSpecification, joinText, sourcePath } from "./file-text.ts";

/** Text put around what a format writes. */
export interface Around {
  readonly before?: string;
  readonly after?: string;
}

type Documentation = { readonly description?: string; readonly example?: unknown };

export interface Format<T, D> {
  /** `TOML`, as descriptions call it. */
  readonly name: string;
  /** The type of a value in this format. */
  readonly type: Type<T, D>;
  readonly write: (value: T) => string;
  /** An option for settings in this format; nothing is set by default. */
  readonly option: (documentation?: Documentation) => Option<T, D>;
  /** As `option`, but the path of a file that holds the settings is accepted too. */
  readonly optionOrSource: (documentation?: Documentation) => Option<T | string, D | string>;
  /** The file with this value, or the file that a path leads to; none where there is nothing to write. */
  readonly file: (value: T | string | null, around?: Around) => FileSpecification | undefined;
}

export const formatOf = <T, D>(
  name: string,
  type: Type<T, D>,
  write: (value: T) => string,
): Format<T, D> => ({
  name,
  type,
  write,
  option: (documentation = {}) =>
    option(type, { default: {} as never, description: `Settings, in ${name}.`, ...documentation }),
  optionOrSource: (documentation = {}) =>
    option(t.either(sourcePath, type), {
      default: {} as never,
      description: `Settings, in ${name}, or the path of a file that holds them.`,
      ...documentation,
    }) as Option<T | string, D | string>,
  file: (value, around = {}) => {
    if (typeof value === "string") return { source: value };
    const text = isEmptyValue(value) ? "" : write(value as T);
    return joinText(around.before, text, around.after);
  },
});

/** Nothing set: null, and sets and lists without elements. */
export const isEmptyValue = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);

type JsonObjectOption = typeof t.jsonObject;
const jsonObject = t.jsonObject as JsonObjectOption;

export const json = /* @__PURE__ */ formatOf("JSON", jsonObject, (value) => toJson(value as JsonValue));
export const toml = /* @__PURE__ */ formatOf("TOML", jsonObject, (value) => toToml(value as TomlTable));
export const yaml = /* @__PURE__ */ formatOf("YAML", jsonObject, (value) => toYaml(value as JsonValue));
/** Nodes by name, as `toKdl` takes them. */
export const kdl = /* @__PURE__ */ formatOf("KDL", jsonObject, (value) => toKdl(value as KdlDocument));
/** A Lua table; `{ _type: "lua-inline", expr: "…" }` is an expression. Written as `return { … }`. */
export const lua = /* @__PURE__ */ formatOf(
  "Lua",
  jsonObject,
  (value) => `return ${luaValue(value as LuaValue)}\n`,
);
/** An XML property list. */
export const plist = /* @__PURE__ */ formatOf("a property list", jsonObject, (value) =>
  toPlist(value as PlistValue),
);

/** One value of an INI file; a list repeats its key, or is joined, as the style says. */
export const iniAtom = /* @__PURE__ */ t.nullOr(t.oneOf(t.str, t.numeral, t.bool));
const iniValue = /* @__PURE__ */ t.oneOf(iniAtom, t.listOf(iniAtom));
const iniKeys = /* @__PURE__ */ t.attrsOf(iniValue);

/** Sections with their keys. */
export const ini = (style: IniStyle = {}) =>
  formatOf("INI", t.attrsOf(iniKeys), (value) => toIni(value as Readonly<Record<string, KeyValues>>, style));

/** Sections, and keys above the first of them under `globalSection`. */
export const iniWithGlobalSection = (style: IniStyle = {}) =>
  formatOf(
    "INI",
    t.submodule({
      globalSection: option(iniKeys, { default: {}, description: "Keys above the first section." }),
      sections: option(t.attrsOf(iniKeys), { default: {}, description: "Sections with their keys." }),
    }),
    ({ globalSection, sections }) =>
      toIniWithGlobalSection({ global: globalSection, sections } as IniFile, style),
  );

/** Lines of key and value. */
export const keyValue = (style: KeyValueStyle = {}) =>
  formatOf("lines of key and value", iniKeys, (value) => toKeyValue(value as KeyValues, style));
