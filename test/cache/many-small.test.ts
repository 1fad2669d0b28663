/** Many small objects at once: xz in batches, NARs on other threads; what is damaged among them spoils nothing else. */
import * as fs from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import type { LaresError } from "../../src/base/errors.ts";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { openCacheFiles } from "../../src/cache/cache-files.ts";
import { fetchClosure } from "../../src/cache/fetch-closure.ts";
import { openSubstituters } from "../../src/cache/open-substituters.ts";
import { type PackedNar, unpackNar } from "../../src/cache/packed-nar.ts";
import { pushPaths } from "../../src/cache/push.ts";
import { generateKeys, parseSecretKey } from "../../src/format/signature.ts";
import { digestOf } from "../../src/format/store-path.ts";
import type { Placed } from "../../src/store/content-pool.ts";
import { narPieces } from "../../src/store/nar-pieces.ts";
import { directoryNode, fileNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { startThread } from "../../src/system/threads.ts";
import { temporaryFolder } from "../store/places.ts";
import { leftovers, type Sample, sampleStores } from "./sample-store.ts";

const keys = generateKeys("test-1");
const { signal } = new AbortController();

const manyIn = async (compression: "xz" | "zstd" | "gzip" | "br" | "none") => {
  const sample = sampleStores();
  const folder = temporaryFolder();
  const paths = Array.from({ length: 40 }, (_, at) =>
    sample.source.addNode(`one-${at}`, [], directoryNode([["bin", fileNode(`${at} `.repeat(5000), true)]])),
  );
  const all = sample.source.addNode("all", [...paths, sample.top], fileNode(paths.join("\n")));
  await pushPaths(sample.source, await openCacheFiles(`file://${folder}`), [all], {
    keys: [parseSecretKey(keys.secret)],
    ...{ compression, parallel: 4, signal },
    aside: absolutePath(join(sample.folder, "aside")),
  });
  return { sample, folder, paths, all };
};

const fetchAll = async (sample: Sample, folder: string, all: StorePath) =>
  fetchClosure(
    sample.target,
    await openSubstituters({
      ...sample.targetPlaces,
      substituters: [`file://${folder}`],
      trustedPublicKeys: [keys.public],
      onWarning: () => {},
      signal,
    }),
    [all],
    { signal, onWarning: () => {} },
  );

for (const compression of ["xz", "zstd", "gzip", "br", "none"] as const)
  test(`forty objects packed with ${compression} arrive as they were`, async () => {
    const { sample, folder, paths, all } = await manyIn(compression);
    expect(await fetchAll(sample, folder, all)).toEqual(expect.arrayContaining([...paths, all]));
    expect(verifyStore(sample.target, sample.targetPlaces)).toMatchObject({ findings: [] });
    expect(leftovers(sample)).toEqual([]);
  });

for (const compression of ["xz", "zstd"] as const)
  test(`one that is damaged among forty of ${compression} is refused; the rest can be fetched`, async () => {
    const { sample, folder, paths, all } = await manyIn(compression);
    const info = join(folder, `${digestOf(paths[17]!)}.narinfo`);
    const text = fs.readFileSync(info, "utf8");
    const file = join(folder, /^URL: (.*)$/m.exec(text)![1]!);
    const whole = fs.readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged[damaged.length >> 1]! ^= 0xff;
    fs.writeFileSync(file, damaged);
    fs.writeFileSync(info, text.replace(/^FileHash: .*\n/m, ""));
    await expect(fetchAll(sample, folder, all)).rejects.toMatchObject({ name: "LaresError" });
    expect(sample.target.isValid(all)).toBe(false);
    expect(sample.target.isValid(paths[17]!)).toBe(false);
    expect(leftovers(sample)).toEqual([]);
    fs.writeFileSync(file, whole);
    await fetchAll(sample, folder, all);
    expect(verifyStore(sample.target, sample.targetPlaces)).toMatchObject({ findings: [] });
  });

test("a thread gives the same as this one, and tells what is wrong in the same words", async () => {
  const sample = sampleStores();
  const nar = Buffer.concat([...narPieces(absolutePath(sample.leaf))]);
  const info = sample.source.queryPathInfo(sample.leaf)!;
  const packedAs = (plain: Buffer, place: string): PackedNar => ({
    ...{ storeDir: sample.places.storeDir, place: absolutePath(join(sample.folder, place)), info },
    ...{ compression: "zstd", url: "test", packed: new Uint8Array(zlib.zstdCompressSync(plain)) },
  });
  const thread = startThread<PackedNar, Placed>(new URL("../../src/cache/unpack-thread.ts", import.meta.url));
  try {
    const there = await thread.ask(packedAs(nar, "there"));
    const here = unpackNar(packedAs(nar, "here"));
    expect([...there.keys()]).toEqual([...here.keys()]);
    expect(fs.readFileSync(join(sample.folder, "there/run"))).toEqual(
      fs.readFileSync(join(sample.folder, "here/run")),
    );
    const bad = Buffer.from(nar);
    bad[bad.length - 60]! ^= 1;
    const told = async (work: () => unknown): Promise<unknown> => {
      const { code, message, details, hint } = (await (async () => work())().catch(
        (error: LaresError) => error,
      )) as LaresError;
      return { code, message, details, hint };
    };
    const wrong = await told(() => thread.ask(packedAs(bad, "bad")));
    expect(wrong).toEqual(await told(() => unpackNar(packedAs(bad, "bad"))));
    expect(wrong).toMatchObject({ code: "nar-mismatch" });
    await expect(thread.ask(packedAs(nar, "no/such/folder"))).rejects.toMatchObject({ code: "ENOENT" });
    expect((await thread.ask(packedAs(nar, "again"))).size).toBe(here.size);
  } finally {
    thread.stop();
  }
});
