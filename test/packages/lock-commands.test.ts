/** The lock as a person meets it: `lares switch`, `plan`, `update`, `vendor`, against a registry of the test's own. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configWith, person } from "./person.ts";
import { type Registry, startRegistry, type TestPackage } from "./registry.ts";

const sh = (says: string) => `#!/bin/sh\necho ${says}\n`;
const tool = (version: string, more: Partial<TestPackage> = {}): TestPackage => ({
  name: "tool",
  version,
  manifest: { bin: { tool: "tool.sh" }, os: ["linux", "darwin"], cpu: ["x64", "arm64"] },
  files: { "tool.sh": sh(`tool ${version}`) },
  ...more,
});
const systems = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"] as const;
/** What stands behind `ripgrep` in the index; nothing for one of the systems. */
const ripgrep: readonly TestPackage[] = systems.slice(0, 3).map((system) => {
  const [os, cpu] = system.split("-") as [string, string];
  return {
    name: `@vscode/ripgrep-${system}`,
    version: "15.0.0",
    manifest: { os: [os], cpu: [cpu] },
    files: { "bin/rg": sh("this is rg") },
  };
});
const packages = [tool("1.0.0"), ...ripgrep];

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry(packages);
});
afterAll(() => registry.stop());
afterEach(() => registry.serve(packages));

const unreachable = { npm_config_registry: "http://127.0.0.1:9/" };

test("a switch locks, installs, and needs no network any more", async () => {
  const ada = person('["npm:tool@1"]', registry.url);
  const first = await ada.lares(["switch"]);
  expect(first).toMatchObject({ status: 0 });
  expect((await ada.run("tool")).stdout).toBe("tool 1.0.0\n");
  const lock = fs.readFileSync(ada.lockFile, "utf8");
  expect(lock).toContain('"npm:tool@1.0.0"');
  expect(lock).not.toContain("127.0.0.1");
  expect((await ada.lares(["switch"], unreachable)).stdout).toContain("nothing to do");
  fs.rmSync(path.join(ada.home, ".cache"), { recursive: true });
  expect(await ada.lares(["switch"], unreachable)).toMatchObject({ status: 0, stderr: "" });
  expect(fs.readFileSync(ada.lockFile, "utf8")).toBe(lock);
});

test("a plan shows what would be locked, and writes nothing", async () => {
  const ada = person('["npm:tool"]', registry.url);
  const plan = await ada.lares(["plan"]);
  expect(plan.stdout).toMatch(/tool\s+1\.0\.0/);
  expect(fs.existsSync(ada.lockFile)).toBe(false);
});

test("a bare name comes from the index; where a system has no package, the reason is kept", async () => {
  const ada = person('["ripgrep"]', registry.url);
  expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  expect((await ada.run("rg")).stdout).toBe("this is rg\n");
  const { names } = JSON.parse(fs.readFileSync(ada.lockFile, "utf8"));
  expect(Object.keys(names.ripgrep.on)).toEqual(["aarch64-linux", "x86_64-darwin", "x86_64-linux"]);
  expect(names.ripgrep.unsupported["aarch64-darwin"]).toMatch(/no package/);
  const hosts = 'hosts: { mac: { os: "darwin", arch: "arm64" } },';
  ada.write("config/home.config.ts", configWith('["ripgrep"]', ada.home, hosts));
  const mac = await ada.lares(["plan", "--host", "mac"]);
  expect(mac.stderr).toMatch(
    /ripgrep is the system's own here: .*no package for npm:@vscode\/ripgrep-darwin-arm64/,
  );
});

test("locked for one system and then for another are the same bytes as both at once", async () => {
  const hosts = 'hosts: { mac: { os: "darwin", arch: "arm64" }, box: { os: "linux", arch: "x64" } },';
  const locked = async (order: readonly string[]): Promise<string> => {
    const ada = person("[]", registry.url);
    ada.write(
      "config/home.config.ts",
      `${configWith('["ripgrep", "npm:tool"]', ada.home, hosts).replace(
        "export default defineHome",
        "const home = defineHome",
      )}export default home;\n`,
    );
    for (const host of order) {
      const { status, stderr } = await ada.lares(["plan", "--host", host]);
      expect([0, 3], stderr).toContain(status);
      await ada.lares(["update", "--host", host]);
    }
    return fs.readFileSync(ada.lockFile, "utf8");
  };
  const [onBox, onMac, both] = [await locked(["box"]), await locked(["mac"]), await locked(["mac", "box"])];
  expect(onMac).toBe(onBox);
  expect(both).toBe(onBox);
});

describe("without a network", () => {
  test("what is to be locked cannot be: what was tried, and the way out", async () => {
    const ada = person('["ripgrep"]', "http://127.0.0.1:9/");
    const { status, stderr } = await ada.lares(["switch"]);
    expect(status).toBe(1);
    expect(stderr).toContain("http://127.0.0.1:9/");
    expect(stderr).toContain("not locked yet: ripgrep");
    expect(stderr).toContain("nothing is locked yet");
    expect(stderr).toContain("--offline");
    expect(fs.existsSync(ada.lockFile)).toBe(false);
  });

  test("--offline takes the system's own for bare names, says so, and locks once there is a network", async () => {
    const ada = person('["ripgrep"]', registry.url);
    const offline = await ada.lares(["switch", "--offline"], unreachable);
    expect(offline).toMatchObject({ status: 0 });
    expect(offline.stderr).toContain("not locked yet, so the system's own: ripgrep");
    expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
    expect((await ada.run("rg")).stdout).toBe("this is rg\n");
  });

  test("--offline refuses what names its source and is not locked; --frozen refuses all of it", async () => {
    const ada = person('["npm:tool", "ripgrep"]', registry.url);
    const offline = await ada.lares(["switch", "--offline"]);
    expect(offline).toMatchObject({ status: 1 });
    expect(offline.stderr).toContain("npm:tool");
    const frozen = await ada.lares(["switch", "--frozen"]);
    expect(frozen.stderr).toMatch(/lock lacks[\s\S]*npm:tool\n[\s\S]*ripgrep\n/);
    expect(registry.asked.filter((line) => line.includes("nothing"))).toEqual([]);
  });

  test("from a vendored folder, by flag and by option", async () => {
    const ada = person('["npm:tool", "ripgrep"]', registry.url);
    await ada.lares(["update"]);
    const vendored = await ada.lares(["vendor", "../vendor"]);
    expect(vendored.stdout).toMatch(/2 files .* for x86_64-linux|2 files .* for aarch64-linux/);
    const missing = await ada.lares(["switch", "--offline"], unreachable);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain("--vendored");
    expect(await ada.lares(["switch", "--vendored", "../vendor"], unreachable)).toMatchObject({ status: 0 });
    expect((await ada.run("tool")).stdout).toBe("tool 1.0.0\n");
    expect((await ada.lares(["vendor", "../vendor"], unreachable)).stdout).toContain("0 of them new");

    const bob = person("[]", "http://127.0.0.1:9/");
    fs.cpSync(path.join(ada.home, "vendor"), path.join(bob.home, "config/vendor"), { recursive: true });
    fs.copyFileSync(ada.lockFile, bob.lockFile);
    bob.write(
      "config/home.config.ts",
      configWith('["npm:tool"]', bob.home, 'lares: { vendor: "./vendor" },'),
    );
    expect(await bob.lares(["switch"])).toMatchObject({ status: 0 });
    expect((await bob.run("tool")).stdout).toBe("tool 1.0.0\n");
  });
});

describe("lares update", () => {
  test("shows old and new, and writes unless it is a dry run", async () => {
    const ada = person('["npm:tool"]', registry.url);
    await ada.lares(["switch"]);
    const before = fs.readFileSync(ada.lockFile, "utf8");
    await registry.serve([...packages, tool("1.2.0", { published: "2026-01-02T00:00:00.000Z" })]);
    const dry = await ada.lares(["update", "--dry-run"]);
    expect(dry.stdout).toBe("npm:tool  1.0.0 → 1.2.0  published 2026-01-02\nnothing was written\n");
    expect(fs.readFileSync(ada.lockFile, "utf8")).toBe(before);
    const { changes, written } = JSON.parse((await ada.lares(["update", "tool", "--json"])).stdout);
    expect(written).toBe(true);
    expect(changes).toEqual([
      {
        reference: "npm:tool",
        from: "1.0.0",
        to: "1.2.0",
        published: "2026-01-02T00:00:00.000Z",
        downloads: 1,
      },
    ]);
    expect((await ada.run("tool")).stdout).toBe("tool 1.0.0\n");
    await ada.lares(["switch"]);
    expect((await ada.run("tool")).stdout).toBe("tool 1.2.0\n");
    expect((await ada.lares(["update"])).stdout).toContain("newest version");
  });

  test("a name that is not locked is refused with those that are", async () => {
    const ada = person('["npm:tool"]', registry.url);
    await ada.lares(["switch"]);
    const { status, stderr } = await ada.lares(["update", "toll"]);
    expect(status).toBe(1);
    expect(stderr).toContain("it has npm:tool");
  });

  test("what is younger than the minimum release age waits", async () => {
    const ada = person("[]", registry.url);
    ada.write(
      "config/home.config.ts",
      configWith('["npm:tool"]', ada.home, 'lares: { minimumReleaseAge: "3d" },'),
    );
    await registry.serve([...packages, tool("1.3.0", { published: new Date().toISOString() })]);
    expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
    expect((await ada.run("tool")).stdout).toBe("tool 1.0.0\n");
  });

  test("other bytes of a locked version need --accept-changed", async () => {
    const ada = person('["npm:tool"]', registry.url);
    await ada.lares(["switch"]);
    const before = fs.readFileSync(ada.lockFile, "utf8");
    await registry.serve([tool("1.0.0", { files: { "tool.sh": sh("another tool") } }), ...ripgrep]);
    const refused = await ada.lares(["update"]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/not what it was[\s\S]*--accept-changed/);
    expect(fs.readFileSync(ada.lockFile, "utf8")).toBe(before);
    expect((await ada.lares(["update", "--accept-changed"])).stdout).toContain("1.0.0 (other files)");
    await ada.lares(["switch"]);
    expect((await ada.run("tool")).stdout).toBe("another tool\n");
  });
});

describe("a lock that is not as it should be", () => {
  test("a hash edited by hand fails at the download, with both and where it stands; nothing is registered", async () => {
    const ada = person('["npm:tool"]', registry.url);
    await ada.lares(["update"]);
    const right = /sha512-[A-Za-z0-9+/=]+/.exec(fs.readFileSync(ada.lockFile, "utf8"))![0];
    const wrong = `sha512-${Buffer.alloc(64, 1).toString("base64")}`;
    fs.writeFileSync(ada.lockFile, fs.readFileSync(ada.lockFile, "utf8").replace(right, wrong));
    const { status, stderr } = await ada.lares(["switch"]);
    expect(status).toBe(1);
    for (const part of [right, wrong, "lares.lock"]) expect(stderr).toContain(part);
    fs.writeFileSync(ada.lockFile, fs.readFileSync(ada.lockFile, "utf8").replace(wrong, right));
    expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  });

  test("a conflict, a newer version and damage stop before anything happens", async () => {
    const ada = person('["npm:tool"]', registry.url);
    await ada.lares(["update"]);
    const good = fs.readFileSync(ada.lockFile, "utf8");
    for (const [text, words] of [
      [`<<<<<<< HEAD\n${good}`, "merge conflict"],
      [good.replace('"lares.lock": 1', '"lares.lock": 99'), "version 99"],
      [good.slice(0, 200), "cannot be used"],
    ] as const) {
      fs.writeFileSync(ada.lockFile, text);
      const { status, stderr } = await ada.lares(["switch"]);
      expect(status).toBe(1);
      expect(stderr).toContain(words);
      expect(stderr).toContain("lares.lock");
      expect(fs.readFileSync(ada.lockFile, "utf8")).toBe(text);
    }
  });

  test("a lock that is a link stays one; what it leads to is written", async () => {
    const ada = person('["npm:tool"]', registry.url);
    ada.write("real.lock", fs.readFileSync(path.join(import.meta.dirname, "empty.lock"), "utf8"));
    fs.symlinkSync("../real.lock", ada.lockFile);
    expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
    expect(fs.readlinkSync(ada.lockFile)).toBe("../real.lock");
    expect(fs.readFileSync(path.join(ada.home, "real.lock"), "utf8")).toContain("npm:tool@1.0.0");
  });

  test("a lock that cannot be written is said, and its old contents stay", async () => {
    const ada = person('["npm:tool"]', registry.url);
    fs.mkdirSync(ada.lockFile);
    const { status, stderr } = await ada.lares(["switch"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/the lock cannot be (read|written)/);
    expect(fs.statSync(ada.lockFile).isDirectory()).toBe(true);
  });
});

test("an edit of the lock counts as one of the configuration", async () => {
  const ada = person('["npm:tool"]', registry.url);
  await ada.lares(["switch"]);
  const old = fs.readFileSync(ada.lockFile, "utf8");
  await registry.serve([...packages, tool("2.0.0")]);
  expect(await ada.lares(["update"])).toMatchObject({ status: 0, stderr: "" });
  await ada.lares(["switch"]);
  expect((await ada.run("tool")).stdout).toBe("tool 2.0.0\n");
  fs.writeFileSync(ada.lockFile, old);
  await ada.lares(["switch"]);
  expect((await ada.run("tool")).stdout).toBe("tool 1.0.0\n");
});
