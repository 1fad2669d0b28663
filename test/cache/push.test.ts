/** Pushing: what is uploaded, in which order, and what is left after an interruption. */
import * as fs from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { openAnswerMemory } from "../../src/cache/answer-memory.ts";
import { type CacheFiles, openCacheFiles } from "../../src/cache/cache-files.ts";
import { openSubstituters } from "../../src/cache/open-substituters.ts";
import { pushPaths } from "../../src/cache/push.ts";
import { serveStore } from "../../src/cache/serve.ts";
import { digestOf } from "../../src/format/store-path.ts";
import { temporaryFolder } from "../store/places.ts";
import { type Sample, sampleStores } from "./sample-store.ts";

const { signal } = new AbortController();

const push = (sample: Sample, files: CacheFiles, parallel = 4) =>
  pushPaths(sample.source, files, [sample.top], {
    keys: [],
    compression: "zstd",
    parallel,
    aside: absolutePath(join(sample.folder, "aside")),
    signal,
  });

test("only what is missing is uploaded, a NAR before its narinfo, a narinfo after those it refers to", async () => {
  const sample = sampleStores();
  const files = await openCacheFiles(`file://${temporaryFolder()}`);
  const written: string[] = [];
  const watched: CacheFiles = {
    ...files,
    write: async (name, content, abort) => {
      written.push(name);
      await files.write(name, content, abort);
    },
  };
  const { leaf, built, top } = sample;
  expect(await push(sample, watched)).toMatchObject({ pushed: [leaf, built, top], present: [] });
  const at = (path: typeof top) => written.indexOf(`${digestOf(path)}.narinfo`);
  expect(at(leaf)).toBeLessThan(at(built));
  expect(at(built)).toBeLessThan(at(top));
  expect(written.filter((name) => name.startsWith("nar/"))).toHaveLength(3);
  written.length = 0;
  expect(await push(sample, watched)).toMatchObject({ pushed: [], bytes: 0 });
  expect(written).toEqual([]);
});

test("interrupted at any file, the cache is true of itself and the next push completes it", async () => {
  const sample = sampleStores();
  for (let breakAt = 1; breakAt <= 7; breakAt++) {
    const folder = temporaryFolder();
    const files = await openCacheFiles(`file://${folder}`);
    let writes = 0;
    const breaking: CacheFiles = {
      ...files,
      write: async (name, content, abort) => {
        if (++writes === breakAt) throw new Error("cut off");
        await files.write(name, content, abort);
      },
    };
    await expect(push(sample, breaking, 1)).rejects.toThrow("cut off");
    const names = fs.readdirSync(folder);
    for (const name of names.filter((each) => each.endsWith(".narinfo"))) {
      const text = fs.readFileSync(join(folder, name), "utf8");
      expect(fs.existsSync(join(folder, /^URL: (.*)$/m.exec(text)![1]!))).toBe(true);
      for (const reference of /^References: (.*)$/m.exec(text)![1]!.split(" ").filter(Boolean))
        expect(names).toContain(`${reference.slice(0, 32)}.narinfo`);
    }
    await push(sample, files);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".narinfo"))).toHaveLength(3);
    expect(fs.readdirSync(join(folder, "nar"))).toHaveLength(3);
  }
});

test("what is damaged here is not spread, and a cache of another store is not written to", async () => {
  const sample = sampleStores();
  const folder = temporaryFolder();
  const files = await openCacheFiles(`file://${folder}`);
  fs.chmodSync(join(sample.leaf, "run"), 0o755);
  fs.writeFileSync(join(sample.leaf, "run"), "#!/bin/no\n");
  await expect(push(sample, files)).rejects.toMatchObject({ code: "store-object-damaged" });
  expect(fs.readdirSync(folder).filter((name) => name.endsWith(".narinfo"))).toEqual([]);
  fs.writeFileSync(join(folder, "nix-cache-info"), "StoreDir: /nix/store\n");
  await expect(push(sample, files)).rejects.toMatchObject({ code: "cache-store-mismatch" });
});

test("what a cache answered is remembered, and a cache that is down is a warning", async () => {
  const sample = sampleStores();
  const asked: string[] = [];
  const server = await serveStore(sample.source, {
    host: "127.0.0.1",
    port: 0,
    keys: [],
    onAnswer: ({ path }) => asked.push(path),
  });
  let open = true;
  const close = async () => {
    if (open) await server.close();
    open = false;
  };
  onTestFinished(close);
  const absent = `${sample.places.storeDir}/${"0".repeat(32)}-absent` as typeof sample.leaf;
  const warnings: string[] = [];
  const query = async () => {
    const substituters = await openSubstituters({
      ...sample.targetPlaces,
      substituters: [server.url],
      trustedPublicKeys: [],
      onWarning: (message) => warnings.push(message),
      signal,
    });
    return [...(await substituters[0]!.query([sample.leaf, absent], signal)).keys()];
  };
  expect(await query()).toEqual([sample.leaf]);
  await expect.poll(() => asked.length).toBe(3);
  expect(await query()).toEqual([sample.leaf]);
  expect(asked).toHaveLength(3);
  await close();
  expect(await query()).toEqual([sample.leaf]);
  expect(warnings).toEqual([]);
  fs.rmSync(join(sample.targetPlaces.cacheDir, "binary-caches.sqlite"));
  const opened = await openSubstituters({
    ...sample.targetPlaces,
    substituters: [server.url],
    trustedPublicKeys: [],
    onWarning: (message) => warnings.push(message),
    signal,
  });
  expect(opened).toEqual([]);
  expect(warnings.join()).toContain("is left out");
});

test("that there is nothing is believed for an hour, what there is for 30 days; a damaged memory is none", () => {
  let now = 1_000_000;
  const folder = temporaryFolder();
  const memory = openAnswerMemory(folder, () => now);
  memory.remember("u", [
    ["a.narinfo", "text"],
    ["b.narinfo", null],
  ]);
  const names = ["a.narinfo", "b.narinfo", "c.narinfo"];
  expect([...memory.recall("u", names)]).toEqual([
    ["a.narinfo", "text"],
    ["b.narinfo", null],
  ]);
  expect(memory.recall("other", names).size).toBe(0);
  now += 3_600_000;
  expect([...memory.recall("u", names).keys()]).toEqual(["a.narinfo"]);
  now += 30 * 24 * 3_600_000;
  expect(memory.recall("u", names).size).toBe(0);
  fs.writeFileSync(
    join(folder, "binary-caches.sqlite"),
    "no database at all, but long enough to be looked at".repeat(20),
  );
  expect(memory.recall("u", names).size).toBe(0);
  memory.remember("u", [["a.narinfo", "again"]]);
  expect(memory.recall("u", names).get("a.narinfo")).toBe("again");
});
