/**
 * A process that loads one configuration: prints its last module's tree, or the failure's first line. A second argument stands in
 * for the API's file.
 */

import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LaresError } from "../../src/base/errors.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { findHost } from "../../src/config/host.ts";
import { loadConfig } from "../../src/config/load.ts";

const file = process.argv[2]!;
const sources = join(dirname(dirname(import.meta.dirname)), "src");
const api = {
  lares: pathToFileURL(process.argv[3] ?? join(sources, "index.ts")).href,
  "lares/module": pathToFileURL(join(sources, "module.ts")).href,
};

try {
  const cacheDir = absolutePath(join(dirname(file), ".cache"));
  const { modules } = await loadConfig(file, { host: findHost(process.env, "/home/alice"), cacheDir, api });
  console.log(JSON.stringify(modules.at(-1)!.value));
} catch (error) {
  if (!(error instanceof LaresError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}
