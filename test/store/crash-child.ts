/** A process for crash.test.ts: adds two objects, drops one, collects. `LARES_FAULT` kills it on the way. */
import { absolutePath } from "../../src/base/paths.ts";
import { collectGarbage } from "../../src/store/collect.ts";
import { openStore } from "../../src/store/open-store.ts";
import { addRoot } from "../../src/store/roots.ts";
import { directoryNode, fileNode, linkNode } from "../../src/store/tree.ts";
import { makeDirectory, writeFile } from "../../src/system/files.ts";
import type { Places } from "../../src/system/places.ts";

const places = JSON.parse(process.argv[2]!) as Places;
const store = openStore(places);
const kept = store.addNode(
  "kept",
  [],
  directoryNode([
    ["a", fileNode("one")],
    ["b", fileNode("one")],
  ]),
);
addRoot(places, absolutePath(`${places.home}/result`), kept);
store.addTree("dead", [kept], (place) => {
  makeDirectory(place);
  writeFile(`${place}/c`, "two");
});
store.addNode("dead-too", [kept], linkNode(kept));
store.close();
const again = openStore(places);
collectGarbage(again, places);
again.close();
