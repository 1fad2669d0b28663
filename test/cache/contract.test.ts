/** One suite over every kind of cache that paths can be taken from. */
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { openCacheFiles } from "../../src/cache/cache-files.ts";
import { fetchClosure } from "../../src/cache/fetch-closure.ts";
import { openSubstituters } from "../../src/cache/open-substituters.ts";
import { pushPaths } from "../../src/cache/push.ts";
import { serveStore } from "../../src/cache/serve.ts";
import type { Substituter } from "../../src/cache/substituter.ts";
import type { NarCompression } from "../../src/format/narinfo.ts";
import { generateKeys, parseSecretKey } from "../../src/format/signature.ts";
import { fileNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { temporaryFolder } from "../store/places.ts";
import { addBuilt, leftovers, type Sample, sampleStores } from "./sample-store.ts";
import { hasNginx, startNginx, startS3 } from "./servers.ts";

const keys = generateKeys("test-1");
const secret = parseSecretKey(keys.secret);
const { signal } = new AbortController();

/** Gives the address of a cache that holds `paths` of the sample's first store. */
type Publish = (sample: Sample, paths: readonly StorePath[]) => Promise<string>;

const pushed = async (
  sample: Sample,
  paths: readonly StorePath[],
  url: string,
  compression: NarCompression,
) => {
  const aside = absolutePath(join(sample.folder, "aside"));
  await pushPaths(sample.source, await openCacheFiles(url), paths, {
    keys: [secret],
    compression,
    parallel: 4,
    aside,
    signal,
  });
  expect(fs.existsSync(aside) ? fs.readdirSync(aside) : []).toEqual([]);
  return url;
};

const closedAfterwards = <T extends { close(): Promise<void> }>(server: T): T => {
  onTestFinished(() => server.close());
  return server;
};

const file =
  (compression: NarCompression): Publish =>
  (sample, paths) =>
    pushed(sample, paths, `file://${temporaryFolder()}`, compression);

const nginx: Publish = async (sample, paths) => {
  const folder = temporaryFolder();
  const { url } = closedAfterwards(await startNginx(join(folder, "cache"), join(folder, "work")));
  return await pushed(sample, paths, url, "zstd");
};

const serve: Publish = async ({ source }) =>
  closedAfterwards(await serveStore(source, { host: "127.0.0.1", port: 0, keys: [secret] })).url;

const s3: Publish = async (sample, paths) => {
  process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = "S3RVER";
  const { url } = closedAfterwards(await startS3(temporaryFolder()));
  return await pushed(sample, paths, url, "zstd");
};

const implementations: readonly (readonly [name: string, publish: Publish, isThere?: boolean])[] = [
  ["a folder, zstd", file("zstd")],
  ["a folder, xz", file("xz")],
  ["a folder, none", file("none")],
  ["a folder, bzip2", file("bzip2")],
  ["a folder, gzip", file("gzip")],
  ["a folder, brotli", file("br")],
  ["nginx (skipped where it is not installed)", nginx, hasNginx],
  ["lares cache serve", serve],
  ["S3 (s3rver)", s3],
];

for (const [name, publish, isThere = true] of implementations)
  describe.skipIf(!isThere)(name, () => {
    const open = async (
      sample: Sample,
      url: string,
      trustedPublicKeys: readonly string[] = [keys.public],
    ) => {
      const warnings: string[] = [];
      const [substituter] = await openSubstituters({
        ...sample.targetPlaces,
        substituters: [url],
        trustedPublicKeys,
        onWarning: (message) => warnings.push(message),
        signal,
      });
      return { substituter: substituter as Substituter, warnings };
    };

    test("says what it has, and brings it as it was", async () => {
      const sample = sampleStores();
      const { source, target, leaf, built, top } = sample;
      const { substituter, warnings } = await open(sample, await publish(sample, [top]));
      const absent = `${target.directory}/${"0".repeat(32)}-absent` as StorePath;
      const found = await substituter.query([top, absent, leaf, built], signal);
      expect([...found.keys()].sort()).toEqual([leaf, built, top].sort());
      expect(found.get(built)).toMatchObject({
        path: built,
        references: [leaf],
        narSize: source.queryPathInfo(built)!.narSize,
        narHash: source.queryPathInfo(built)!.narHash,
      });
      expect(found.get(top)!.references).toEqual([built]);
      let last = 0;
      for (const path of [leaf, built, top])
        await found.get(path)!.fetch(target, {
          signal,
          onBytes: (bytes) => {
            last = bytes;
          },
        });
      expect(last).toBeGreaterThan(0);
      for (const path of [leaf, built, top]) {
        const { registrationTime: _, signatures, ...info } = target.queryPathInfo(path)!;
        const { registrationTime: __, ...wanted } = source.queryPathInfo(path)!;
        expect(info).toEqual(wanted);
        expect(signatures?.[0]).toMatch(/^test-1:/);
      }
      expect(verifyStore(target, sample.targetPlaces, { checkContents: true }).findings).toEqual([]);
      expect(leftovers(sample)).toEqual([]);
      expect(warnings).toEqual([]);
    });

    test("is believed only with a trusted key, but for what is named by its contents", async () => {
      const sample = sampleStores();
      const url = await publish(sample, [sample.top]);
      const other = generateKeys("test-1").public;
      for (const trusted of [[], [other], [generateKeys("test-2").public]]) {
        const { substituter, warnings } = await open(sample, url, trusted);
        const found = await substituter.query([sample.top, sample.built, sample.leaf], signal);
        expect([...found.keys()]).toEqual([sample.leaf]);
        expect(warnings.join()).toContain("not taken from the cache");
      }
    });

    test("brings a closure, references first, and nothing twice", async () => {
      const sample = sampleStores();
      const { target, top, leaf, built } = sample;
      const { substituter } = await open(sample, await publish(sample, [top]));
      const options = { signal, onWarning: () => {} };
      expect((await fetchClosure(target, [substituter], [top], options)).toSorted()).toEqual(
        [leaf, built, top].sort(),
      );
      expect(await fetchClosure(target, [substituter], [top], options)).toEqual([]);
      expect(verifyStore(target, sample.targetPlaces, { checkContents: true }).findings).toEqual([]);
      const absent = `${target.directory}/${"0".repeat(32)}-absent` as StorePath;
      await expect(fetchClosure(target, [substituter], [absent], options)).rejects.toMatchObject({
        code: "not-in-caches",
      });
    });

    test("brings many at once", async () => {
      const sample = sampleStores();
      const paths = Array.from({ length: 40 }, (_, at) =>
        addBuilt(sample.source, `p${at}`, [], () => fileNode(`${at} `.repeat(at * 500))),
      );
      const { substituter } = await open(sample, await publish(sample, paths));
      const found = await substituter.query(paths, signal);
      await Promise.all(paths.map((path) => found.get(path)!.fetch(sample.target, { signal })));
      expect(sample.target.validPaths()).toEqual(paths.toSorted());
      const { findings } = verifyStore(sample.target, sample.targetPlaces, { checkContents: true });
      expect(findings.filter(({ fault }) => fault !== "unregistered")).toEqual([]);
      expect(leftovers(sample)).toEqual([]);
    });

    test("stops when told to, and leaves nothing", async () => {
      const sample = sampleStores();
      const { substituter } = await open(sample, await publish(sample, [sample.top]));
      const stop = new AbortController();
      const found = (await substituter.query([sample.built], signal)).get(sample.built)!;
      const reason = new Error("Ctrl-C");
      const work = found.fetch(sample.target, { signal: stop.signal, onBytes: () => stop.abort(reason) });
      await expect(work).rejects.toBe(reason);
      expect(sample.target.validPaths()).toEqual([]);
      expect(leftovers(sample)).toEqual([]);
      await expect(substituter.query([sample.top], stop.signal)).rejects.toBe(reason);
    });
  });
