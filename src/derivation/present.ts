/** `storePath`: what is in the store already, made by something else. */
import { LaresError } from "../base/errors.ts";
import { nameOf, parseStorePath } from "../format/store-path.ts";
import { callSite } from "../option/property.ts";
import { makePackage, type Package, reportedAt } from "./package.ts";
import { currentSession, notePresent } from "./session.ts";

/** A package for a path that is in the store; a build that names it has it as an input. */
export const storePath = (path: string): Package => {
  const at = callSite(storePath);
  const found = () => reportedAt(at, () => parsed(path));
  return makePackage({ name: nameOf(found()) }, () => ({ outputs: { out: notePresent(found()) } }), at);
};

const parsed = (path: string) => {
  const { storeDir } = currentSession();
  const found = parseStorePath(storeDir, path);
  if (found !== undefined) return found;
  throw new LaresError({
    code: "bad-store-path",
    message: `${path} is no path of the store ${storeDir}`,
    hint: "a file or folder of your own is taken in with path(…)",
  });
};
