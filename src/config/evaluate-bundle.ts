/** Runs a bundle, within its time, and says what went wrong in the terms of the files it was made of. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { errnoOf } from "../base/errors.ts";
import { pathsMade } from "../derivation/session.ts";
import { type Bundle, type EvaluatedBundle, renamedBundle } from "./bundle.ts";
import { threwWhileLoading, tookTooLong } from "./load-errors.ts";
import { placeOfStack } from "./source-map.ts";
import { runWithin, TimeIsUp } from "./time-limit.ts";

/**
 * `rebuild` is called where a cached bundle cannot even be linked: another process has pruned it, or the API that it
 * was built for has changed.
 */
export const evaluateBundle = async (
  bundle: Bundle,
  entries: readonly string[],
  limit: number,
  rebuild: () => Promise<Bundle>,
): Promise<EvaluatedBundle> => {
  const runnable = unrepeatable.has(bundle.file) ? renamedBundle(bundle) : bundle;
  const before = pathsMade();
  try {
    const { modules } = await runWithin(limit, () => namespaceOf(runnable.file));
    if (pathsMade() !== before) unrepeatable.add(bundle.file);
    return { ...runnable, modules };
  } catch (error) {
    unrepeatable.add(bundle.file);
    if (error instanceof TimeIsUp) throw tookTooLong(entries, limit);
    if (bundle.fromCache && cannotLink(error))
      return evaluateBundle(await rebuild(), entries, limit, rebuild);
    throw threwWhileLoading(entries[0]!, error);
  }
};

/**
 * Node evaluates a module once. One that failed may not fail again; one whose constants hold store paths may get others:
 * for another system, or because a folder has changed since.
 */
const unrepeatable = new Set<string>();

interface BundleNamespace {
  readonly modules: ReadonlyMap<string, object>;
}

/**
 * Synchronous, as nearly every configuration is, so that the script's timeout covers it; with a top-level await, which
 * `require` refuses, a promise. (Where something other than an Error is thrown, Node's `require` of an ES module
 * writes three lines of its own to stderr.)
 */
const namespaceOf = (file: string): BundleNamespace | Promise<BundleNamespace> => {
  try {
    return require(file) as BundleNamespace;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    return import(pathToFileURL(file).href) as Promise<BundleNamespace>;
  }
};

const require = createRequire(import.meta.url);

/** Raised before any line of the configuration ran: a SyntaxError of its own has a line of its own. */
const cannotLink = (error: unknown): boolean =>
  error instanceof Error &&
  placeOfStack(error.stack) === undefined &&
  (error instanceof SyntaxError ||
    ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(errnoOf(error) ?? ""));
