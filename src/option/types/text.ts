/** Strings that several modules write parts of. */
import type { Type } from "../type.ts";

/** Strings joined with a separator, in order. */
export const separatedString = (
  separator: string,
  name = "separatedString",
  description?: string,
): Type<string> => ({
  name,
  description: description ?? `strings joined with ${JSON.stringify(separator)}`,
  check: (value) => typeof value === "string",
  merge: (_, definitions) => definitions.map(({ value }) => value as string).join(separator),
});

export const lines = separatedString("\n", "lines", "lines of text");
export const commas = separatedString(",", "commas", "strings joined with commas");
export const envVar = separatedString(":", "envVar", "strings joined with colons");
