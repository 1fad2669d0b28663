/** Colours and other values by name, for style sheets. */
import { sortedEntries } from "./order.ts";

/** `--name: value;` of the whole document, sorted by name (CSS Custom Properties). */
export const toCssVariables = (variables: Readonly<Record<string, string | number>>): string =>
  `:root {\n${sortedEntries(variables)
    .map(([name, value]) => `  --${name}: ${value};\n`)
    .join("")}}\n`;

/** `@define-color name value;` sorted by name, as GTK's style sheets have them. */
export const toGtkColors = (colors: Readonly<Record<string, string>>): string =>
  sortedEntries(colors)
    .map(([name, value]) => `@define-color ${name} ${value};\n`)
    .join("");
