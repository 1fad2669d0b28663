/**
 * Rasi, the language of rofi's configuration and themes (rofi-theme(5)): sections in braces with `key: value;`, and
 * above them `@theme` and `@import`.
 */
import { plainValue, type Scalar, sortedEntries, t } from "lares/module";

/** Written as it stands, where a text would be in quotes: `@foreground`, `0px 2em`. */
export interface RasiLiteral {
  readonly _type: "literal";
  readonly value: string;
}
export type RasiScalar = Scalar | RasiLiteral;
export type RasiValue = RasiScalar | readonly RasiScalar[] | RasiSection;
export interface RasiSection {
  readonly [name: string]: RasiValue;
}

export const rasi = t.jsonObject;

export const toRasi = (sections: RasiSection): string => {
  const entries = sortedEntries(sections);
  const isDirective = (name: string) => name.startsWith("@");
  return [
    ...entries.filter(([name]) => name === "@theme"),
    ...entries.filter(([name]) => isDirective(name) && name !== "@theme"),
    ...entries.filter(([name]) => !isDirective(name)),
  ]
    .map(([name, value]) =>
      isSection(value) ? sectionText(name, value) : `${name} ${valueText(value as RasiScalar)}\n`,
    )
    .join("\n");
};

const sectionText = (name: string, section: RasiSection): string =>
  `${name} {\n${sortedEntries(section)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => (isSection(value) ? sectionText(key, value) : `${key}: ${valueText(value)};\n`))
    .join("")}}\n`;

const isLiteral = (value: unknown): value is RasiLiteral =>
  typeof value === "object" && value !== null && "_type" in value && value._type === "literal";

const isSection = (value: RasiValue): value is RasiSection =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value);

const valueText = (value: RasiScalar | readonly RasiScalar[]): string => {
  if (isList(value)) return `[ ${value.map(valueText).join(",")} ]`;
  if (isLiteral(value)) return value.value;
  return typeof value === "string" ? `"${value.replace(/(?<!\\)"/g, '\\"')}"` : plainValue(value);
};

const isList = (value: unknown): value is readonly RasiScalar[] => Array.isArray(value);
