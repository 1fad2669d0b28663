/** `user.js`: preferences that a Mozilla program takes over at every start. */
import { type Json, type JsonValue, sortedEntries, toCompactJson } from "lares/module";

export type Preferences = Readonly<Record<string, Json>>;

export interface UserJs {
  /** Lines above the preferences, which therefore count less. */
  readonly before?: string;
  readonly preferences: Preferences;
  /** Lines below them, which count more. */
  readonly after?: string;
}

export const userJs = ({ before = "", preferences, after = "" }: UserJs): string =>
  [
    "// Written by Lares.\n",
    before,
    sortedEntries(preferences)
      .map(([name, value]) => preferenceLine("user_pref", name, value))
      .join(""),
    after,
  ]
    .filter((part) => part !== "")
    .map((part) => (part.endsWith("\n") ? part : `${part}\n`))
    .join("\n");

export const preferenceLine = (call: "user_pref" | "defaultPref", name: string, value: Json): string =>
  `${call}(${JSON.stringify(name)}, ${preferenceValue(value)});\n`;

/** A preference is text, a whole number or truth; anything else is kept as JSON in a text. */
const preferenceValue = (value: Json): string => {
  const plain = typeof value === "string" || typeof value === "boolean" || Number.isInteger(value as number);
  return JSON.stringify(plain ? value : toCompactJson(value as JsonValue));
};
