/** Loads and describes the configuration in a folder with the sources, in a process of its own; prints the description. */

import { formatPlace, LaresError } from "../../src/base/errors.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { loadConfig } from "../../src/config/load.ts";
import { placeOfStack } from "../../src/config/source-map.ts";
import { beginSession } from "../../src/derivation/session.ts";
import { describeHome } from "../../src/home/describe.ts";
import { makeLib } from "../../src/home/lib.ts";
import { defineModule, emptyRegistry, isModule } from "../../src/option/module.ts";
import { here, optionsFor } from "../config/folder.ts";

const [folder = "", rounds = "1"] = process.argv.slice(2);
const lookedAt: string[] = [];

const describe = async (): Promise<unknown> => {
  const lib = makeLib((reference) => reference, "/home/alice/.lares/home-path");
  beginSession({
    storeDir: absolutePath("/store"),
    system: "x86_64-linux",
    folder: absolutePath(folder),
    onLook: (path) => lookedAt.push(path),
    placeOf: placeOfStack,
  });
  const config = await loadConfig(absolutePath(`${folder}/home.config.ts`), optionsFor(folder, { lib }));
  return describeHome({
    modules: config.modules.map(({ file, value }) =>
      isModule(value) ? value : { ...defineModule({ config: value as never }), source: { file } },
    ),
    registry: emptyRegistry,
    context: { host: here, lib },
    resolvePackage: (reference) => reference,
  }).description;
};

try {
  const descriptions: unknown[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    if (round > 0) await new Promise((resolve) => process.stdin.once("data", resolve));
    const description = await describe();
    descriptions.push(description);
    if (round + 1 < Number(rounds)) process.stderr.write("ready\n");
  }
  console.log(JSON.stringify({ descriptions, lookedAt }));
  process.exit(0);
} catch (error) {
  if (!(error instanceof LaresError)) throw error;
  const { code, message, place, details } = error;
  console.log(JSON.stringify({ error: { code, message, details, place: place && formatPlace(place) } }));
  process.exit(0);
}
