/** The object that a path is, is in, or leads to over links. */
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { realPath } from "../system/files.ts";
import type { Store } from "./store.ts";

/** Undefined where that is no valid object. */
export const objectAt = (store: Store, path: string): StorePath | undefined => {
  const real: string = realPath(absolutePath(path)) ?? path;
  if (!real.startsWith(`${store.directory}/`)) return undefined;
  const name = real.slice(store.directory.length + 1).split("/")[0]!;
  const found = below(store.directory as AbsolutePath, name) as string as StorePath;
  return store.isValid(found) ? found : undefined;
};
