/**
 * `fill-packages COUNT FILES`: puts so many packages into the store, each with so many files in folders that all have: half of
 * them programs, half of them manual pages. Prints their paths, one a line.
 */
import { openStore } from "../../src/store/open-store.ts";
import { directoryNode, fileNode } from "../../src/store/tree.ts";
import { findPlaces } from "../../src/system/places.ts";

const [count, files] = process.argv.slice(2).map(Number) as [number, number];
const store = openStore(findPlaces());
for (let at = 0; at < count; at++) {
  const names = Array.from({ length: files / 2 }, (_, n) => `tool-${at}-${n}`);
  const programs = names.map((name) => [name, fileNode(`#!/bin/sh\necho ${name}\n`, true)] as const);
  const pages = names.map((name) => [`${name}.1`, fileNode(`.TH ${name} 1\n`)] as const);
  const share = directoryNode([["man", directoryNode([["man1", directoryNode(pages)]])]]);
  const tree = directoryNode([
    ["bin", directoryNode(programs)],
    ["share", share],
  ]);
  console.log(store.addNode(`package-${at}`, [], tree));
}
store.close();
