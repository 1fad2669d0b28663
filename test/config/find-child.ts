/** A process that looks for a configuration in FOLDER/work, then FOLDER/config/lares. */
import { join } from "node:path";
import { absolutePath } from "../../src/base/paths.ts";
import { findConfig } from "../../src/config/find.ts";

const folder = process.argv[2]!;
const configDir = absolutePath(join(folder, "config/lares"));
console.log(`found ${await findConfig({ cwd: join(folder, "work"), places: { configDir } })}`);
