/** hyprlang, the language that Hyprland and the programs around it are configured in. */
import { formatOf, isFloat, plainValue, type Scalar, sortedEntries, t } from "lares/module";

export type HyprValue = Scalar | HyprSection | readonly (Scalar | HyprSection)[];
export interface HyprSection {
  readonly [name: string]: HyprValue;
}

/**
 * Sections in braces and `key=value` lines, sorted; a list repeats its key or its section. Keys that begin with one of
 * `importantPrefixes` come first, since what follows refers to them.
 */
export const toHyprlang = (settings: HyprSection, importantPrefixes: readonly string[] = ["$"]): string =>
  linesOf(settings, importantPrefixes, "").join("");

const linesOf = (settings: HyprSection, important: readonly string[], indent: string): readonly string[] => {
  const entries = sortedEntries(settings);
  const fields = entries.filter(([, value]) => !isSections(value));
  const isImportant = ([name]: readonly [string, unknown]) =>
    important.some((prefix) => name.startsWith(prefix));
  return [
    ...fields.filter(isImportant).flatMap((field) => fieldLines(field, indent)),
    ...separated(
      entries
        .filter(([, value]) => isSections(value))
        .flatMap(([name, value]) =>
          sectionsOf(value).map((section) =>
            [`${indent}${name} {\n`, ...linesOf(section, important, `${indent}  `), `${indent}}\n`].join(""),
          ),
        ),
    ),
    ...fields.filter((field) => !isImportant(field)).flatMap((field) => fieldLines(field, indent)),
  ];
};

const separated = (sections: readonly string[]): readonly string[] =>
  sections.length === 0 ? [] : [sections.join("\n")];

const isSection = (value: unknown): value is HyprSection =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isFloat(value);

/** An empty list is one of sections: it says nothing either way. */
const isSections = (value: HyprValue): boolean =>
  isSection(value) || (Array.isArray(value) && value.every(isSection));

const sectionsOf = (value: HyprValue): readonly HyprSection[] => [value].flat() as readonly HyprSection[];

const fieldLines = ([name, value]: readonly [string, HyprValue], indent: string): readonly string[] =>
  ([value].flat() as readonly Scalar[]).map((one) => `${indent}${name}=${plainValue(one)}\n`);

/** Settings in hyprlang, for the `settings` option of a program. */
export const hyprlang = (importantPrefixes?: readonly string[]) =>
  formatOf("hyprlang", t.jsonObject, (value) => toHyprlang(value as HyprSection, importantPrefixes));
