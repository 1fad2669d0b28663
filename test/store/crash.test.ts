import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import type { StorePath } from "../../src/base/paths.ts";
import { collectGarbage } from "../../src/store/collect.ts";
import { verifyStore } from "../../src/store/verify.ts";
import type { Places } from "../../src/system/places.ts";
import { addAndCollect } from "./add-and-collect.ts";
import { temporaryFolder, temporaryPlaces, withStore } from "./places.ts";

let child = "";
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "lares-crash-"));
  child = join(folder, "child.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("add-and-collect.ts", import.meta.url))],
    outfile: child,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  return () => rmSync(folder, { recursive: true });
});

/** Adds objects and collects in a process of its own, under these faults; gives how it ended and what it said. */
const run = async (places: Places, env: Record<string, string> = {}) => {
  const started = spawn(process.execPath, [child], {
    env: { ...process.env, ...env, LARES_CRASH_PLACES: JSON.stringify(places) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  started.stderr.on("data", (piece) => {
    said += piece;
  });
  const [status, signal] = await once(started, "close");
  return { status, signal, said };
};

/** Calls that change something, by how often the undisturbed run makes them. */
const changingCalls = async (): Promise<readonly string[]> => {
  const counts = join(temporaryFolder(), "counts.json");
  const { status, said } = await run(temporaryPlaces(), { LARES_FAULT_COUNT: counts });
  expect([status, said]).toEqual([0, ""]);
  const changing = [
    "mkdir",
    "write",
    "chmod",
    "rename",
    "sqlite-open",
    "sqlite-commit",
    "open",
    "utimes",
    "close",
  ];
  const names = [...changing, "link", "symlink", "syncfs", "unlink", "rmdir"];
  const found = JSON.parse(readFileSync(counts, "utf8")) as Record<string, number>;
  return names.flatMap((name) => Array.from({ length: found[name] ?? 0 }, (_, at) => `${name}:${at + 1}`));
};

/** Every registered object is whole, a root leads to one, and a collection leaves nothing that is not registered. */
const expectSound = (places: Places, fault: string): void => {
  withStore(places, (store) => {
    const faults = verifyStore(store, places, { checkContents: true }).findings.map(
      (finding) => finding.fault,
    );
    expect([fault, faults.filter((found) => found !== "unregistered")]).toEqual([fault, []]);
    const result = join(places.home, "result");
    if (existsSync(result)) expect(store.isValid(readlinkSync(result) as StorePath)).toBe(true);
    collectGarbage(store, places);
    expect([fault, verifyStore(store, places, { checkContents: true }).findings]).toEqual([fault, []]);
  });
  const links = join(places.storeDir, ".links");
  const unused = existsSync(links)
    ? readdirSync(links).filter((name) => statSync(join(links, name)).nlink < 2)
    : [];
  expect([fault, unused]).toEqual([fault, []]);
};

const inTurns = async (faults: readonly string[], work: (fault: string) => Promise<void>): Promise<void> => {
  const queue = [...faults];
  const turns = Array.from({ length: 4 }, async () => {
    for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) await work(fault);
  });
  await Promise.all(turns);
};

test("killed at any call that changes something, the store stays sound and the next run succeeds", async () => {
  const calls = await changingCalls();
  expect(calls.length).toBeGreaterThan(50);
  await inTurns(calls, async (call) => {
    const places = temporaryPlaces();
    const { signal } = await run(places, { LARES_FAULT: `${call}:KILL` });
    expect([call, signal]).toEqual([call, "SIGKILL"]);
    expectSound(places, call);
    addAndCollect(places);
    withStore(places, (store) => expect(store.validPaths()).toHaveLength(1));
  });
}, 120_000);

test("on a full disk or one that fails, the store stays sound", async () => {
  const calls = (await changingCalls()).filter((call) =>
    /^(mkdir|write|open|rename|link|symlink):/.test(call),
  );
  await inTurns(calls, async (call) => {
    for (const effect of call.startsWith("write") ? ["ENOSPC", "EIO"] : ["ENOSPC"]) {
      const places = temporaryPlaces();
      await run(places, { LARES_FAULT: `${call}:${effect}` });
      expectSound(places, `${call}:${effect}`);
      addAndCollect(places);
    }
  });
}, 120_000);
