/** What crash.test.ts does again and again: adds three objects, roots one, collects. */
import { absolutePath } from "../../src/base/paths.ts";
import { collectGarbage } from "../../src/store/collect.ts";
import { openStore } from "../../src/store/open-store.ts";
import { addRoot } from "../../src/store/roots.ts";
import { directoryNode, fileNode, linkNode } from "../../src/store/tree.ts";
import { makeDirectory, writeFile } from "../../src/system/files.ts";
import type { Places } from "../../src/system/places.ts";

export const addAndCollect = (places: Places): void => {
  const store = openStore(places);
  try {
    const files = [
      ["a", fileNode("one")],
      ["b", fileNode("one")],
    ] as const;
    const kept = store.addNode("kept", [], directoryNode(files));
    addRoot(places, absolutePath(`${places.home}/result`), kept);
    store.addTree("dead", [kept], (place) => {
      makeDirectory(place);
      writeFile(`${place}/c`, "two");
    });
    store.addNode("dead-too", [kept], linkNode(kept));
  } finally {
    store.close();
  }
  const again = openStore(places);
  try {
    collectGarbage(again, places);
  } finally {
    again.close();
  }
};

/** As a process of its own, which `LARES_FAULT` kills on the way. */
if (process.env.LARES_CRASH_PLACES !== undefined)
  addAndCollect(JSON.parse(process.env.LARES_CRASH_PLACES) as Places);
