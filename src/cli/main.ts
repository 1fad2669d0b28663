/**
 * Where `bin/lares` arrives. Kept tiny: it is compiled anew at every start, what it imports afterwards comes from the
 * compile cache. Not for `uninstall`, which would leave the cache behind that it is to remove.
 */
import { enableCompileCache } from "node:module";
import { isForeignHome } from "../system/foreign-home.ts";
import { version } from "./version.ts";

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`lares ${version}\n`);
} else {
  const cache = words.includes("uninstall") ? undefined : cacheDirectory(process.env);
  if (cache !== undefined) enableCompileCache(cache);
  const { runCommandLine } = await import("./run.ts");
  process.exitCode = await runCommandLine(words);
}

/** As src/system/places.ts has it, without loading that. */
function cacheDirectory({ LARES_ROOT, XDG_CACHE_HOME, HOME }: NodeJS.ProcessEnv): string | undefined {
  if (LARES_ROOT?.startsWith("/")) return `${LARES_ROOT}/cache/compiled`;
  if (XDG_CACHE_HOME?.startsWith("/")) return `${XDG_CACHE_HOME}/lares/compiled`;
  return HOME?.startsWith("/") && !isForeignHome(HOME) ? `${HOME}/.cache/lares/compiled` : undefined;
}
