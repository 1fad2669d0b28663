/**
 * INI, a family without a standard. What all its readers share:
 *
 *     file    = global { section }
 *     global  = { key "=" value LF }
 *     section = "[" name "]" LF { key "=" value LF }
 *
 * Quoting, comments in values and lists differ from program to program: the style says how.
 */
import { type KeyValueStyle, type KeyValues, toKeyValue } from "./key-value.ts";
import { sortedEntries } from "./order.ts";

export interface IniStyle extends KeyValueStyle {
  /** The text between the brackets; by default brackets in it are escaped by a backslash. */
  readonly section?: (name: string) => string;
}

export type IniSections = Readonly<Record<string, KeyValues>>;

/** Sections sorted by name with a blank line between them. */
export const toIni = (sections: IniSections, style: IniStyle = {}): string =>
  sortedEntries(sections)
    .map(([name, values]) => `[${(style.section ?? escapeBrackets)(name)}]\n${toKeyValue(values, style)}`)
    .join("\n");

export interface IniFile {
  /** Keys above the first section. */
  readonly global?: KeyValues;
  readonly sections?: IniSections;
}

/** Global keys, a blank line, then the sections. */
export const toIniWithGlobalSection = (file: IniFile, style: IniStyle = {}): string =>
  [toKeyValue(file.global ?? {}, style), toIni(file.sections ?? {}, style)]
    .filter((part) => part !== "")
    .join("\n");

const escapeBrackets = (name: string): string => name.replace(/[[\]]/g, "\\$&");
