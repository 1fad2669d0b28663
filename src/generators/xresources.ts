/** X resources (XrmGetFileDatabase(3)): `name: value`, a list's elements apart by commas. */
import { type KeyValues, toKeyValue } from "./key-value.ts";

/** Sorted by name, each line ended. */
export const toXresources = (properties: KeyValues): string =>
  toKeyValue(properties, { separator: ": ", key: (name) => name, lists: { join: ", " } });
