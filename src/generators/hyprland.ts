/**
 * Hyprland's configuration language (wiki.hyprland.org, "hyprlang"):
 *
 *     config  = { key "=" value LF } { section } { key "=" value LF }
 *     section = name " {" LF config "}" LF
 *
 * A key with a list of values is written once for each, a list of records is one section for each.
 */
import { type KeyValues, type Scalar, toKeyValue } from "./key-value.ts";
import { sortedEntries } from "./order.ts";

export type HyprlandValue = Scalar | readonly Scalar[] | HyprlandConfig | readonly HyprlandConfig[];
export interface HyprlandConfig {
  readonly [key: string]: HyprlandValue | undefined;
}

export interface HyprlandStyle {
  /** Keys that begin so are used by others below and come first: variables, by default. */
  readonly importantPrefixes?: readonly string[];
}

/** Important keys, then sections, then the other keys, each sorted by name; two spaces for each level. */
export const toHyprland = (config: HyprlandConfig, style: HyprlandStyle = {}): string => {
  const { importantPrefixes = ["$"] } = style;
  const write = (part: HyprlandConfig, indent: string): string => {
    const entries = sortedEntries(part);
    const isImportant = (key: string) => importantPrefixes.some((prefix) => key.startsWith(prefix));
    const keys = (important: boolean) =>
      entries.filter(([key, value]) => !isSection(value) && isImportant(key) === important);
    const sections = entries.flatMap(([name, value]) =>
      isSection(value) ? [value].flat().map((one) => [name, one as HyprlandConfig] as const) : [],
    );
    return [
      keyLines(keys(true), indent),
      ...sections.map(([name, inner]) => `${indent}${name} {\n${write(inner, `${indent}  `)}${indent}}\n`),
      keyLines(keys(false), indent),
    ].join("");
  };
  return write(config, "");
};

const isSection = (value: HyprlandValue): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isRecord) : isRecord(value as HyprlandConfig);

const isRecord = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value);

const keyLines = (entries: readonly (readonly [string, HyprlandValue])[], indent: string): string =>
  toKeyValue(Object.fromEntries(entries) as KeyValues, { indent, key: (key) => key });
