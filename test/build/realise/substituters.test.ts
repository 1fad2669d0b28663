/** Caches and builds together, with caches that a test makes up. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LaresError } from "../../../src/base/errors.ts";
import type { StorePath } from "../../../src/base/paths.ts";
import { foreseeRealisation } from "../../../src/build/realise/realise.ts";
import type { Substitute, Substituter } from "../../../src/cache/substituter.ts";
import { encodeFile } from "../../../src/format/nar.ts";
import type { Incoming } from "../../../src/store/incoming.ts";
import type { LocalStore } from "../../../src/store/store.ts";
import { buildSetting, failureOf } from "./setting.ts";

interface Has {
  readonly references?: readonly StorePath[];
  readonly breaks?: boolean;
}

/** Has these paths, with their own name as contents. */
const cacheOf = (
  has: Readonly<Record<string, Has>>,
  more: Partial<Substituter> = {},
): Substituter & { asked: StorePath[][] } => {
  const asked: StorePath[][] = [];
  return {
    url: "test://cache",
    priority: 40,
    asked,
    query: async (paths) => {
      asked.push([...paths]);
      return new Map(
        paths
          .filter((path) => has[path] !== undefined)
          .map((path): [StorePath, Substitute] => {
            const { references = [], breaks } = has[path]!;
            return [
              path,
              {
                path,
                references,
                narSize: 100,
                narHash: "",
                fetch: () => Promise.reject(new Error("not used")),
                receive: async (store, { onBytes }) => {
                  if (breaks)
                    throw new LaresError({ code: "download-mismatch", message: "not what was promised" });
                  onBytes?.(100);
                  return await incoming(store, path, [path, ...references].join("\n"), references);
                },
              },
            ];
          }),
      );
    },
    ...more,
  };
};

/** A file as it comes out of its NAR. */
const incoming = async (
  store: LocalStore,
  path: StorePath,
  text: string,
  references: readonly StorePath[],
): Promise<Incoming> => {
  const nar = encodeFile(Buffer.from(text), false);
  const narHash = `sha256:${createHash("sha256").update(nar).digest("hex")}`;
  const arrived = store.receive({ path, narHash, narSize: nar.length, references, registrationTime: 1 });
  arrived.writeWhole(nar);
  arrived.finish();
  return arrived;
};

test("what a cache has is fetched with what it refers to, and its inputs are neither asked for nor built", async () => {
  const { script, realise, store, events } = buildSetting();
  const compiler = script("compiler", "exit 1");
  const lib = script("lib", `: ${compiler.outputs.out}; exit 1`);
  const tool = script("tool", `: ${lib.outputs.out}; exit 1`);
  const cache = cacheOf({ [tool.outputs.out!]: { references: [lib.outputs.out!] }, [lib.outputs.out!]: {} });
  await realise([tool], { substituters: [cache] });
  expect(store.isValid(tool.outputs.out!) && store.isValid(lib.outputs.out!)).toBe(true);
  expect(cache.asked).toEqual([[tool.outputs.out], [lib.outputs.out]]);
  expect(events.filter(({ type }) => type === "build-started")).toEqual([]);
});

test("what no cache has is built on top of what one has", async () => {
  const { script, realise } = buildSetting();
  const lib = script("lib", "exit 1");
  const tool = script("tool", `cat ${lib.outputs.out} > $out`);
  await realise([tool], { substituters: [cacheOf({ [lib.outputs.out!]: {} })] });
  expect(readFileSync(tool.outputs.out!, "utf8")).toBe(lib.outputs.out);
});

test("a cache that breaks its word is told of; the next is asked, and in the end it is built", async () => {
  const { script, realise, events, store } = buildSetting();
  const base = script("base", "echo base > $out");
  const tool = script("tool", `cat ${base.outputs.out} > $out`);
  const other = script("other", "exit 1");
  const broken = cacheOf(
    { [tool.outputs.out!]: { breaks: true }, [other.outputs.out!]: { breaks: true } },
    { url: "test://broken", priority: 1 },
  );
  const good = cacheOf({ [other.outputs.out!]: {} });
  await realise([tool, other], { substituters: [good, broken] });
  expect(readFileSync(tool.outputs.out!, "utf8")).toBe("base\n");
  expect(store.isValid(other.outputs.out!)).toBe(true);
  const failed = events.filter(({ type }) => type === "download-failed");
  expect(failed.map((event) => (event as { url: string }).url)).toEqual(["test://broken", "test://broken"]);
});

test("what arrived is discarded where something that it refers to does not come", async () => {
  const { script, realise, store, places } = buildSetting();
  const lost = `${places.storeDir}/${"b".repeat(32)}-lost` as StorePath;
  const tool = script("tool", "exit 1");
  const cache = cacheOf({ [tool.outputs.out!]: { references: [lost] }, [lost]: { breaks: true } });
  expect(await failureOf(realise([tool], { substituters: [cache] }))).toMatchObject({
    code: "download-mismatch",
  });
  expect(store.isValid(tool.outputs.out!)).toBe(false);
  expect(readdirSync(places.storeDir)).toEqual([".links"]);
});

test("a cache that cannot be asked is passed over", async () => {
  const { script, realise, events } = buildSetting();
  const tool = script("tool", "echo > $out");
  const dead = cacheOf(
    {},
    { query: async () => Promise.reject(new LaresError({ code: "offline", message: "no way there" })) },
  );
  await realise([tool], { substituters: [dead] });
  expect(events).toContainEqual({ type: "warning", message: "test://cache is passed over: no way there" });
});

test("a path that nothing makes and no cache has is an error that names it", async () => {
  const setting = buildSetting();
  const path = `${setting.places.storeDir}/${"a".repeat(32)}-lost` as StorePath;
  const failure = await failureOf(setting.realise([], { wanted: [path] }));
  expect(failure).toMatchObject({ code: "cannot-realise" });
  expect(failure.details[0]).toContain(path);
});

test("foreseeing says what would be done and does nothing", async () => {
  const { script, request, store } = buildSetting();
  const lib = script("lib", "exit 1");
  const tool = script("tool", `: ${lib.outputs.out}; exit 1`);
  const cache = cacheOf({ [lib.outputs.out!]: {} });
  const planned = await foreseeRealisation({
    ...request([tool], { substituters: [cache] }),
    isValid: store.isValid,
  });
  expect(planned.builds).toEqual([{ drvPath: tool.drvPath, name: "tool", isDownload: false, after: [] }]);
  expect(planned.downloads).toEqual([{ path: lib.outputs.out, url: "test://cache", narSize: 100 }]);
  expect(store.validPaths()).toEqual([]);
});
