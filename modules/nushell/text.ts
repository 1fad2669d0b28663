/** The text of `config.nu`. */
import {
  type Context,
  isFloat,
  type NushellValue,
  nushellValue,
  quoteNushell,
  sortedEntries,
} from "lares/module";
import type { NuValue } from "./options.ts";

type Nushell = Context["config"]["programs"]["nushell"];

/** `own` is what the configuration's own text, or file, comes to. */
export const configNu = (nushell: Nushell, own: string): string =>
  paragraphs([
    environment(nushell.environmentVariables),
    settingLines(nushell.settings, "$env.config"),
    own,
    nushell.extraConfig,
    aliases(nushell.shellAliases),
  ]);

/** The parts that say something, a blank line between them. */
export const paragraphs = (parts: readonly string[]): string =>
  parts
    .filter((part) => part.trim() !== "")
    .map((part) => `${part.replace(/\n+$/, "")}\n`)
    .join("\n");

const environment = (variables: Readonly<Record<string, NuValue>>): string =>
  Object.keys(variables).length === 0 ? "" : `load-env ${nushellValue(variables as NushellValue)}`;

type Values = Readonly<Record<string, NuValue>>;

/** Each value by itself: what is not named keeps Nushell's default. */
const settingLines = (settings: Values, path: string): string =>
  sortedEntries(settings)
    .map(([name, value]) => {
      const at = `${path}.${cellName(name)}`;
      return isRecord(value) ? settingLines(value, at) : `${at} = ${nushellValue(value as NushellValue)}`;
    })
    .join("\n");

const isRecord = (value: unknown): value is Values =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !isFloat(value) &&
  !("_type" in value) &&
  Object.keys(value).length > 0;

const cellName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quoteNushell(name));

const aliases = (aliases: Readonly<Record<string, string>>): string =>
  sortedEntries(aliases)
    .map(([name, text]) => `alias ${quoteNushell(name)} = ${text}`)
    .join("\n");
