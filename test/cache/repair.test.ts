/** Damaged objects come back from the caches that the home was realised with. */
import * as fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { openCacheFiles } from "../../src/cache/cache-files.ts";
import { rememberCaches } from "../../src/cache/known-caches.ts";
import { pushPaths } from "../../src/cache/push.ts";
import { generateKeys, parseSecretKey } from "../../src/format/signature.ts";
import { verifyHomeStore } from "../../src/pipeline/store-upkeep.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { removeTree } from "../../src/system/durable.ts";
import { temporaryFolder } from "../store/places.ts";
import { leftovers, sampleStores } from "./sample-store.ts";

const { signal } = new AbortController();

test("what is damaged or gone is fetched again, shared contents included; without a trusted key it is not", async () => {
  const keys = generateKeys("test-1");
  const sample = sampleStores();
  const { source, places, built, top, leaf } = sample;
  const folder = temporaryFolder();
  await pushPaths(source, await openCacheFiles(`file://${folder}`), [top], {
    keys: [parseSecretKey(keys.secret)],
    compression: "zstd",
    parallel: 2,
    aside: absolutePath(join(sample.folder, "aside")),
    signal,
  });
  const decay = (file: string): void => {
    fs.chmodSync(file, 0o644);
    const bytes = fs.readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    fs.writeFileSync(file, bytes);
    fs.chmodSync(file, 0o555);
    fs.utimesSync(file, 1, 1);
  };
  decay(join(leaf, "run"));
  decay(join(built, "big"));
  fs.chmodSync(join(built, "big"), 0o444);
  removeTree(top);
  const warnings: string[] = [];
  const repair = () =>
    verifyHomeStore(places, { repair: true, onWarning: (text) => warnings.push(text), signal });
  const remember = (trustedPublicKeys: readonly string[]) =>
    rememberCaches(places.varDir, {
      substituters: [`file://${folder}`, "file:///nowhere"],
      trustedPublicKeys,
    });

  remember([generateKeys("test-1").public]);
  const before = await repair();
  expect(before.findings).toContainEqual(expect.objectContaining({ path: leaf, outcome: "repaired" }));
  expect(before.findings).toContainEqual(expect.objectContaining({ path: built, outcome: "remains" }));
  expect(warnings.join()).toContain("wrong signature");
  expect(warnings.join()).toContain("file:///nowhere");

  remember([keys.public]);
  const after = await repair();
  expect(after.findings).toContainEqual(expect.objectContaining({ path: built, outcome: "repaired" }));
  expect(after.findings.filter(({ outcome }) => outcome === "remains")).toEqual([]);
  const left = verifyStore(source, places, { checkContents: true }).findings;
  expect(left.filter(({ fault }) => fault !== "unregistered")).toEqual([]);
  expect(leftovers(sample)).toEqual([]);
});
