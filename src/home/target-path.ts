/** Where in the home an entry goes. */
import { posix } from "node:path";
import type { HomePath } from "../base/paths.ts";

/** `target` below `base` (absolute) as a path in the home; undefined where it leads out of it. */
export const homePath = (home: string, base: string, target: string): HomePath | undefined => {
  const absolute = target.startsWith("/") ? target : `${base}/${target}`;
  if (absolute.split("/").includes("..") || absolute.includes("\0")) return undefined;
  const path = posix.relative(home, posix.normalize(absolute));
  return path === "" || path.startsWith("../") || path === ".." ? undefined : (path as HomePath);
};
