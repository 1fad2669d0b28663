/**
 * Readline's initialisation file (inputrc), readline(3) "Readline Init File":
 *
 *     file    = { "set " variable " " value LF | key ": " target LF }
 *     key     = DQ key sequence DQ | key name ("Control-u", "Meta-Rubout", "TAB")
 *     target  = function name | DQ macro text DQ
 */
import { sortedEntries } from "./order.ts";

export interface Inputrc {
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
  readonly bindings?: Readonly<Record<string, string>>;
}

/** Variables, then bindings, each sorted and on a line of its own. */
export const toInputrc = ({ variables = {}, bindings = {} }: Inputrc): string =>
  [
    ...sortedEntries(variables).map(([name, value]) => `set ${name} ${variableValue(value)}\n`),
    ...sortedEntries(bindings).map(([key, target]) => `${keyText(key)}: ${target}\n`),
  ].join("");

const variableValue = (value: string | number | boolean): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : String(value);

/** Names of keys stand bare; everything else is a key sequence and must be quoted. */
const keyText = (key: string): string => (keyName.test(key) ? key : `"${key}"`);
const keyName = /^((control|meta|c|m)-.*|RUBOUT|DEL|ESC|LFD|NEWLINE|RET|RETURN|SPC|SPACE|TAB)$/i;
