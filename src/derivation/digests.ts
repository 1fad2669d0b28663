/** The digests of store paths that stand in strings. */
import type { AbsolutePath } from "../base/paths.ts";
import { digestLength } from "../format/store-path.ts";

/** Each digest once, in the order in which they are found. */
export const digestsIn = (storeDir: AbsolutePath, strings: Iterable<string>): ReadonlySet<string> => {
  const prefix = `${storeDir}/`;
  const digests = new Set<string>();
  for (const text of strings)
    for (let at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
      const digest = text.slice(at + prefix.length, at + prefix.length + digestLength);
      if (digestForm.test(digest)) digests.add(digest);
    }
  return digests;
};

const digestForm = /^[0-9a-df-np-sv-z]{32}$/;
