import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { beginSession } from "../../src/derivation/session.ts";
import { lookNearby, vendoredName } from "../../src/fetch/nearby.ts";
import { parseHash } from "../../src/format/hash.ts";
import { emptyLock, type LockFile, printLock } from "../../src/packages/lock-file.ts";
import { lockReferences } from "../../src/packages/lock-references.ts";
import { npmSource } from "../../src/packages/npm/npm-source.ts";
import { createResolver } from "../../src/packages/resolver.ts";
import { buildLocally } from "./build-locally.ts";
import { type Registry, startRegistry, type TestPackage } from "./registry.ts";
import { sourceContract } from "./source-contract.ts";

const script = '#!/usr/bin/env node\nconsole.log(require("part")());\n';
const packages: readonly TestPackage[] = [
  { name: "part", version: "1.0.0", files: { "index.js": 'module.exports = () => "one";\n' } },
  {
    name: "part",
    version: "2.0.0",
    files: { "index.js": 'module.exports = () => "two";\n' },
    published: "2025-06-01T00:00:00.000Z",
  },
  {
    name: "tool",
    version: "1.0.0",
    manifest: { bin: "cli.js", dependencies: { part: "^1.0.0" } },
    files: { "cli.js": script },
  },
  {
    name: "tool",
    version: "1.1.0",
    manifest: { bin: { tool: "./cli.js" }, man: "tool.1", dependencies: { part: "^2.0.0" } },
    files: { "cli.js": script, "tool.1": ".TH tool 1\n", "completions/_tool": "#compdef tool\n" },
    published: "2025-06-01T00:00:00.000Z",
  },
  { name: "library", version: "1.0.0", files: { "index.js": "" } },
  {
    name: "made-by-script",
    version: "1.0.0",
    manifest: { bin: "made.js", scripts: { postinstall: "echo x > made.js; touch /tmp/lares-ran-a-script" } },
  },
  {
    name: "old",
    version: "1.0.0",
    manifest: { bin: "o.js" },
    files: { "o.js": "console.log(1)\n" },
    sha1Only: true,
  },
  {
    name: "no-tarball",
    version: "1.0.0",
    manifest: { bin: "o.js" },
    bytes: Buffer.from("<html>sign in</html>"),
  },
  { name: "native-linux-x64", version: "1.0.0", manifest: { os: ["linux"], cpu: ["x64"] } },
  { name: "native-darwin-arm64", version: "1.0.0", manifest: { os: ["darwin"], cpu: ["arm64"] } },
  {
    name: "native",
    version: "1.0.0",
    manifest: {
      bin: "n.js",
      optionalDependencies: {
        "native-linux-x64": "1.0.0",
        "native-darwin-arm64": "1.0.0",
        "native-darwin-x64": "1.0.0",
      },
    },
    files: { "n.js": "" },
  },
  { name: "extra-darwin", version: "1.0.0", manifest: { os: ["darwin"] } },
  {
    name: "with-extra",
    version: "1.0.0",
    manifest: { bin: "e.js", optionalDependencies: { "extra-darwin": "1.0.0" } },
    files: { "e.js": "" },
  },
  {
    name: "with-peer",
    version: "1.0.0",
    manifest: {
      bin: "p.js",
      peerDependencies: { part: "^1", library: "*" },
      peerDependenciesMeta: { library: { optional: true } },
      dependencies: { tool: "1.1.0" },
    },
    files: { "p.js": script },
  },
];

let registry: Registry;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry(packages);
});
afterAll(() => registry.stop());
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "lares-npm-")));
  vi.stubEnv("HOME", folder);
  // What npm, running these tests, says of itself is not for them.
  for (const name of Object.keys(process.env)) if (/^npm_config_/i.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("npm_config_registry", registry.url);
  fs.mkdirSync(path.join(folder, "config"));
  fs.mkdirSync(path.join(folder, "store"));
  beginSession({
    storeDir: absolutePath(path.join(folder, "store")),
    system: "x86_64-linux",
    folder: absolutePath(path.join(folder, "config")),
    onLook: () => {},
  });
  lookNearby({ folder: path.join(folder, "config"), vendored: [], offline: false });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
  await registry.serve(packages);
});

let machines = 0;
const options = () => ({
  folder: path.join(folder, "config"),
  cacheDir: path.join(folder, `cache-${++machines}`),
  isNative: () => false,
});
/** Locks with a stand-in for Node, which the test registry does not have. */
const lock = (what: string, more: object = {}) => npmSource.lock(what, { ...options(), ...more });

sourceContract("npm", async () => ({
  source: npmSource as never,
  options,
  known: "native",
  unknown: "nothing-of-that-name",
}));

describe("references", () => {
  test.each([
    ["tool", "1.1.0"],
    ["tool@1.0", "1.0.0"],
    ["tool@^1.0.0", "1.1.0"],
    ["tool@latest", "1.1.0"],
    ["other@npm:tool@1.0.0", "1.0.0"],
  ])("%s is %s", async (what, version) => {
    const { package: locked } = await lock(what);
    expect(locked.version).toBe(version);
    expect(Object.values(locked.commands)).toEqual(["cli.js"]);
  });

  test.each([
    ["tool@9", "version-not-found"],
    ["../tool", "bad-reference"],
    ["https://example.org/x.tgz", "bad-reference"],
    ["github:a/b", "bad-reference"],
    ["library", "no-command"],
    ["Not A Name", "bad-reference"],
  ])("%s is refused: %s", async (what, code) => {
    await expect(lock(what)).rejects.toMatchObject({ name: "LaresError", code });
  });
});

test("a release that is too young is passed over; where all are, it is an error", async () => {
  const before = new Date("2025-01-01");
  expect((await lock("tool", { before })).package.version).toBe("1.0.0");
  await expect(lock("tool@1.1", { before })).rejects.toMatchObject({ code: "too-young" });
});

test("platforms get their own parts, and those without one a reason", async () => {
  const { package: locked } = await lock("native");
  expect(locked.tree).toEqual({
    native: { artefact: "npm:native@1.0.0" },
    "native/node_modules/native-darwin-arm64": {
      artefact: "npm:native-darwin-arm64@1.0.0",
      on: ["aarch64-darwin"],
    },
    "native/node_modules/native-linux-x64": { artefact: "npm:native-linux-x64@1.0.0", on: ["x86_64-linux"] },
  });
  expect(locked.unsupported).toEqual({
    "aarch64-linux": "native has no program for it",
    "x86_64-darwin": "the registry does not have native-darwin-x64@1.0.0",
  });
  expect(locked.missing).toEqual(["native-darwin-x64@1.0.0"]);
});

test("an extra for one system leaves the others supported", async () => {
  const { package: locked } = await lock("with-extra");
  expect(locked.unsupported).toBeUndefined();
  expect(locked.tree["with-extra/node_modules/extra-darwin"]?.on).toEqual([
    "aarch64-darwin",
    "x86_64-darwin",
  ]);
});

test("peers are there, optional ones are not, and two versions of one package lie apart", async () => {
  const { package: locked } = await lock("with-peer");
  const placed = Object.entries(locked.tree).map(([place, { artefact }]) => `${place} = ${artefact}`);
  expect(placed).toContain("with-peer/node_modules/part = npm:part@1.0.0");
  expect(placed).toContain("with-peer/node_modules/tool/node_modules/part = npm:part@2.0.0");
  expect(placed.join()).not.toContain("library");
});

test("an old package with a weak hash only is locked by a strong one", async () => {
  const { artefacts } = await lock("old");
  expect(artefacts["npm:old@1.0.0"]!.integrity).toMatch(/^sha512-/);
});

test("two mirrors give the same lock, and no address of theirs is in it", async () => {
  const mirror = await startRegistry(packages);
  try {
    const here = await lock("tool");
    vi.stubEnv("npm_config_registry", mirror.url);
    const there = await lock("tool");
    expect(there).toEqual(here);
    expect(JSON.stringify(here)).not.toContain("127.0.0.1");
  } finally {
    await mirror.stop();
  }
});

test("a scope's registry and its token come from .npmrc, the variables in it filled in", async () => {
  const own = await startRegistry(
    [
      {
        name: "@corp/tool",
        version: "3.0.0",
        manifest: { bin: "c.js" },
        files: { "c.js": "#!/usr/bin/env node\nconsole.log(3)\n" },
      },
    ],
    { token: "s3cret" },
  );
  try {
    const address = own.url.replace("http:", "");
    fs.writeFileSync(
      path.join(folder, "config/.npmrc"),
      `@corp:registry=${own.url}\n${address}:_authToken=\${CORP_TOKEN}\n`,
    );
    await expect(lock("@corp/tool")).rejects.toMatchObject({ code: "registry-refused" });
    vi.stubEnv("CORP_TOKEN", "s3cret");
    const { package: locked, artefacts } = await lock("@corp/tool");
    expect(locked.version).toBe("3.0.0");
    expect(JSON.stringify([locked, artefacts])).not.toContain("s3cret");
    const out = await build(
      { names: {}, packages: { "npm:@corp/tool": locked }, artefacts },
      "npm:@corp/tool",
    );
    expect(run(`${out}/bin/tool`)).toBe("3\n");
    expect(registry.asked.filter((line) => line.includes("@corp"))).toEqual([]);
  } finally {
    await own.stop();
  }
});

test("the user's .npmrc counts where the configuration has none", async () => {
  vi.stubEnv("npm_config_registry", undefined);
  fs.writeFileSync(path.join(folder, ".npmrc"), `registry=${registry.url}\n`);
  expect((await lock("tool@1.0")).package.version).toBe("1.0.0");
});

test("a registry that cannot be reached: what was tried, and the way out", async () => {
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9/");
  vi.stubEnv("npm_config_fetch_retries", "0");
  await expect(lock("tool")).rejects.toMatchObject({
    code: "registry-unreachable",
    details: [expect.stringContaining("http://127.0.0.1:9/"), expect.any(String)],
    hint: expect.stringContaining("--offline"),
  });
});

describe("building", () => {
  test("runs with the Node it was locked with; man pages and completions come along; scripts never run", async () => {
    const { package: locked, artefacts } = await lock("tool");
    const out = await build({ names: {}, packages: { "npm:tool": locked }, artefacts }, "npm:tool");
    expect(run(`${out}/bin/tool`)).toBe("two\n");
    expect(fs.readFileSync(`${out}/bin/tool`, "utf8").split("\n")[0]).toBe(`#!${standInNode()}`);
    expect(fs.readFileSync(`${out}/share/man/man1/tool.1`, "utf8")).toContain(".TH");
    expect(fs.existsSync(`${out}/share/zsh/site-functions/_tool`)).toBe(true);
  });

  test("a script that the kernel cannot start as it is gets a wrapper, its flags kept", async () => {
    const code = "console.log(process.execArgv.join(), process.argv.slice(2).join())\n";
    await registry.serve([
      {
        name: "odd",
        version: "1.0.0",
        manifest: { bin: { plain: "plain.js", flags: "flags.js" } },
        files: {
          "plain.js": code,
          "flags.js": `#!/usr/bin/env -S node --no-warnings --no-deprecation\n${code}`,
        },
      },
    ]);
    const { package: locked, artefacts } = await lock("odd");
    const out = await build({ names: {}, packages: { "npm:odd": locked }, artefacts }, "npm:odd");
    expect(run(`${out}/bin/plain`, "a b", "c")).toBe(" a b,c\n");
    expect(run(`${out}/bin/flags`, "d")).toBe("--no-warnings,--no-deprecation d\n");
  });

  test("a package whose command its script would make says so, and nothing ran", async () => {
    const { package: locked, artefacts } = await lock("made-by-script");
    const made = build(
      { names: {}, packages: { "npm:made-by-script": locked }, artefacts },
      "npm:made-by-script",
    );
    await expect(made).rejects.toMatchObject({
      code: "no-command",
      details: [expect.stringContaining("made.js")],
    });
    expect(fs.existsSync("/tmp/lares-ran-a-script")).toBe(false);
  });

  test("where a script would put the program of the system in place, it is linked", async () => {
    const elf = "\x7fELF of this system";
    await registry.serve([
      {
        name: "app-linux-x64",
        version: "1.0.0",
        manifest: { os: ["linux"], cpu: ["x64"] },
        files: { "bin/app": elf },
      },
      {
        name: "app",
        version: "1.0.0",
        manifest: { bin: "bin/app.exe", optionalDependencies: { "app-linux-x64": "1.0.0" } },
        files: { "bin/app.exe": "echo run the installation script first >&2; exit 1\n" },
      },
    ]);
    const { package: locked, artefacts } = await lock("app");
    const out = await build({ names: {}, packages: { "npm:app": locked }, artefacts }, "npm:app");
    expect(fs.readFileSync(`${out}/bin/app`, "latin1")).toBe(elf);
  });

  test("a tarball that is none is refused", async () => {
    const { package: locked, artefacts } = await lock("no-tarball");
    const made = build({ names: {}, packages: { "npm:no-tarball": locked }, artefacts }, "npm:no-tarball");
    await expect(made).rejects.toMatchObject({ name: "LaresError", code: expect.stringMatching(/archive/) });
  });

  test("an integrity changed by hand fails with both hashes and the place", async () => {
    const { package: locked, artefacts } = await lock("old");
    const wrong = `sha512-${Buffer.alloc(64, 1).toString("base64")}`;
    const edited = { "npm:old@1.0.0": { ...artefacts["npm:old@1.0.0"]!, integrity: wrong } };
    const made = build({ names: {}, packages: { "npm:old": locked }, artefacts: edited }, "npm:old");
    await expect(made).rejects.toMatchObject({
      code: "hash-mismatch",
      details: [
        expect.stringContaining(wrong),
        expect.stringContaining(artefacts["npm:old@1.0.0"]!.integrity),
      ],
      hint: expect.stringContaining("lares.lock"),
    });
  });

  test("a vendored folder is enough, and --offline asks nobody", async () => {
    const { package: locked, artefacts } = await lock("tool");
    const vendor = path.join(folder, "vendor");
    fs.mkdirSync(vendor);
    const locking: LockFile = { names: {}, packages: { "npm:tool": locked }, artefacts };
    lookNearby({ offline: true });
    await expect(build(locking, "npm:tool")).rejects.toMatchObject({ code: "offline" });
    for (const [name, { integrity }] of Object.entries(artefacts)) {
      const [, id, version] = /^npm:(.+)@(.+)$/.exec(name)!;
      const response = await fetch(`${registry.url}${id}/-/${id}-${version}.tgz`);
      fs.writeFileSync(
        path.join(vendor, vendoredName(parseHash(integrity)!)),
        Buffer.from(await response.arrayBuffer()),
      );
    }
    lookNearby({ vendored: [vendor] });
    registry.asked.length = 0;
    expect(run(`${await build(locking, "npm:tool")}/bin/tool`)).toBe("two\n");
    expect(registry.asked).toEqual([]);
  });
});

test("the same version with other bytes is an error until it is accepted", async () => {
  const lockingOptions = () => ({ ...options(), renew: true });
  const node = { ...emptyLock, names: { nodejs: { on: {} } } };
  const first = await lockReferences(node, ["npm:tool@1.0.0"], lockingOptions());
  await registry.serve([
    ...packages.filter(({ name, version }) => `${name}@${version}` !== "part@1.0.0"),
    { name: "part", version: "1.0.0", files: { "index.js": "evil()\n" } },
  ]);
  const again = lockReferences(first, ["npm:tool@1.0.0"], lockingOptions());
  await expect(again).rejects.toMatchObject({
    code: "changed-artefact",
    hint: expect.stringContaining("--accept-changed"),
  });
  const accepted = await lockReferences(first, ["npm:tool@1.0.0"], {
    ...lockingOptions(),
    acceptChanged: true,
  });
  expect(printLock(accepted)).not.toBe(printLock(first));
});

/** Node as this test has it stands in for the locked one. */
const standInNode = (): string => {
  const runtime = path.join(folder, "store/00000000000000000000000000000000-node");
  fs.mkdirSync(path.join(runtime, "bin"), { recursive: true });
  if (!fs.existsSync(path.join(runtime, "bin/node")))
    fs.symlinkSync(process.execPath, path.join(runtime, "bin/node"));
  return path.join(runtime, "bin/node");
};

const build = async (locked: LockFile, reference: string): Promise<string> => {
  const one = locked.packages[reference]!;
  const { drvPath, outPath } = npmSource.instantiate(one as never, {
    platform: "x86_64-linux",
    artefact: (name) => locked.artefacts[name]!,
    runtime: () => path.dirname(path.dirname(standInNode())) as never,
  });
  await buildLocally(drvPath);
  return outPath;
};

const run = (program: string, ...words: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(program, words, { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });
  return stdout + stderr;
};

describe("the resolver", () => {
  const resolverFor = (lockFile: LockFile, usesIndex = true) =>
    createResolver({ lock: () => lockFile, usesIndex: () => usesIndex });
  const reference = (name: string) => ({ kind: "package", name }) as const;

  test("a name that no source has is the system's own, and reads no lock", () => {
    const resolver = createResolver({
      lock: () => {
        throw new Error("the lock was read");
      },
      usesIndex: () => true,
    });
    expect(resolver.resolve(reference("tmux"))).toEqual(reference("tmux"));
    expect([...resolver.lacking]).toEqual([]);
  });

  test("what the lock lacks is noted once", () => {
    const resolver = resolverFor(emptyLock);
    for (const name of ["ripgrep", "ripgrep", "npm:tool@1"])
      expect(resolver.resolve(reference(name)).outPath).toBeUndefined();
    expect([...resolver.lacking]).toEqual(["ripgrep", "npm:tool@1"]);
  });

  test("without the index bare names are the system's own", () => {
    const resolver = resolverFor(emptyLock, false);
    resolver.resolve(reference("ripgrep"));
    expect([...resolver.lacking]).toEqual([]);
  });

  test("an unknown source is refused", () => {
    expect(() => resolverFor(emptyLock).resolve(reference("apt:tmux"))).toThrow(/no package source apt/);
  });

  test("a locked package has its path, version and main program; a system that lacks it a reason", async () => {
    const { package: locked, artefacts } = await lock("native", { isNative: () => true });
    const lockFile: LockFile = { names: {}, packages: { "npm:native": locked }, artefacts };
    const found = resolverFor(lockFile).resolve(reference("npm:native"));
    expect(found).toMatchObject({
      version: "1.0.0",
      outPath: expect.stringMatching(/-native-1\.0\.0$/),
      drvPath: expect.stringMatching(/\.drv$/),
    });
    beginSession({
      storeDir: absolutePath("/s"),
      system: "aarch64-linux",
      folder: absolutePath("/c"),
      onLook: () => {},
    });
    const resolver = resolverFor(lockFile);
    expect(resolver.resolve(reference("npm:native")).outPath).toBeUndefined();
    expect([...resolver.unsupported]).toEqual([["npm:native", "native has no program for it"]]);
  });
});
