/** Writes docs/cli.md and docs/json.md. */
import * as fs from "node:fs";
import * as path from "node:path";
import { commandPages } from "../src/cli/manual.ts";

const docs = path.join(import.meta.dirname, "../docs");
for (const [name, text] of Object.entries(await commandPages()))
  fs.writeFileSync(path.join(docs, name), text);
