/** `lares add`, `remove`, `list`, `search`, `why`, `shell`, `run` as a person uses them, against a registry of the test's own. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { laresProgram } from "../cli/session.ts";
import { configWith, type Person, person } from "./person.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { shellTool } from "./shell-tool.ts";

const systems = { os: ["linux", "darwin"], cpu: ["x64", "arm64"] };
const twoPrograms = shellTool("pair", "1.0.0", {
  manifest: { ...systems, bin: { left: "main.sh", right: "other.sh" } },
  files: { "main.sh": "#!/bin/sh\necho left\n", "other.sh": "#!/bin/sh\necho right\n" },
});
const elsewhere = shellTool("elsewhere", "1.0.0", {
  manifest: { bin: "main.sh", os: [process.platform === "linux" ? "darwin" : "linux"] },
});
const noCommand = shellTool("library", "1.0.0", { manifest: {}, files: { "index.js": "" } });
const noTarball = shellTool("broken", "1.0.0", { bytes: Buffer.from("<html>no</html>") });
const packages = [
  shellTool("tool", "1.0.0"),
  shellTool("tool", "2.0.0"),
  shellTool("other", "1.0.0"),
  ...[twoPrograms, elsewhere, noCommand, noTarball],
];

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry(packages);
});
afterAll(() => registry.stop());
afterEach(() => registry.serve(packages));

const unreachable = { npm_config_registry: "http://127.0.0.1:9/" };
const configFile = (ada: Person) => path.join(ada.config, "home.config.ts");
const configText = (ada: Person) => fs.readFileSync(configFile(ada), "utf8");
const lockText = (ada: Person) =>
  fs.existsSync(ada.lockFile) ? fs.readFileSync(ada.lockFile, "utf8") : null;
const commented = '[\n    // mine\n    "npm:other", // and this\n  ]';

describe("lares add", () => {
  test("adds, locks and switches; the file's comments stay; again it says so", async () => {
    const ada = person(commented, registry.url);
    const added = await ada.lares(["add", "npm:tool@1"]);
    expect(added).toMatchObject({ status: 0 });
    expect((await ada.run("tool", "x")).stdout).toBe("tool 1.0.0 x\n");
    expect(configText(ada)).toContain('    // mine\n    "npm:other", // and this\n    "npm:tool@1",\n  ]');
    const again = await ada.lares(["add", "npm:tool@1"]);
    expect(again).toMatchObject({ status: 0, stdout: "home.packages has npm:tool@1 already\n" });
  });

  test("another version of the same package takes its place", async () => {
    const ada = person('["npm:tool@1", "npm:other"]', registry.url);
    expect(await ada.lares(["add", "npm:tool@2"])).toMatchObject({ status: 0 });
    expect(configText(ada)).toContain('["npm:other", "npm:tool@2"]');
    expect((await ada.run("tool")).stdout).toBe("tool 2.0.0\n");
  });

  test("with --no-switch it locks and leaves the home; with --dry-run nothing is written", async () => {
    const ada = person("[]", registry.url);
    const before = configText(ada);
    expect((await ada.lares(["add", "npm:tool", "--dry-run"])).stdout).toContain("would change: +npm:tool");
    expect([configText(ada), lockText(ada)]).toEqual([before, null]);
    expect(await ada.lares(["add", "npm:tool", "--no-switch", "--json"])).toMatchObject({ status: 0 });
    expect(lockText(ada)).toContain("npm:tool@2.0.0");
    expect(fs.existsSync(path.join(ada.home, ".lares"))).toBe(false);
  });

  test("an unknown bare name suggests those of the index, unless it is to be the system's", async () => {
    const ada = person("[]", registry.url);
    const before = configText(ada);
    const { status, stderr } = await ada.lares(["add", "ripgrpe"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/ripgrpe[\s\S]*the index has ripgrep[\s\S]*hint: [\s\S]*npm:ripgrpe/);
    expect(configText(ada)).toBe(before);
    expect(await ada.lares(["add", "sh", "--system"])).toMatchObject({ status: 0 });
    expect((await ada.lares(["add", "pypi:black"])).stderr).toContain("there is no such package source");
  });

  test.each([
    ["the registry has no such package", "npm:nothing-of-that-name", /nothing-of-that-name/],
    ["its version is not there", "npm:tool@7", /7/],
    ["it has no command", "npm:library", /no command|has no/],
    ["its tarball is none", "npm:broken", /broken/],
  ])("where %s, configuration, lock and home are as before", async (_, name, words) => {
    const ada = person('["npm:other"]', registry.url);
    await ada.lares(["switch"]);
    const before = [configText(ada), lockText(ada), fs.readlinkSync(path.join(ada.home, ".lares"))];
    const { status, stderr } = await ada.lares(["add", name]);
    expect(status).toBe(1);
    expect(stderr).toMatch(words);
    expect(stderr).toContain("hint:");
    expect([configText(ada), lockText(ada), fs.readlinkSync(path.join(ada.home, ".lares"))]).toEqual(before);
    expect(await ada.lares(["store", "verify"])).toMatchObject({ status: 0 });
  });

  test("where there is no network, too: what was tried, and no lock is left", async () => {
    const ada = person("[]", registry.url);
    const before = configText(ada);
    const { status, stderr } = await ada.lares(["add", "npm:tool"], unreachable);
    expect(status).toBe(1);
    expect(stderr).toMatch(/127\.0\.0\.1:9[\s\S]*hint:/);
    expect([configText(ada), lockText(ada)]).toEqual([before, null]);
  });

  test("a collision undoes it as well", async () => {
    const ada = person('["npm:tool@1"]', registry.url);
    await ada.lares(["switch"]);
    await registry.serve([
      ...packages,
      shellTool("twin", "1.0.0", { manifest: { ...systems, bin: { tool: "main.sh" } } }),
    ]);
    const before = [configText(ada), lockText(ada)];
    const { status, stderr } = await ada.lares(["add", "npm:twin"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm:t\w+(@1)? and npm:t\w+(@1)? both have bin\/tool[\s\S]*priority: 4/);
    expect([configText(ada), lockText(ada)]).toEqual(before);
  });

  test("a list that is made by code is left to its owner", async () => {
    const ada = person('["npm:other"].filter(Boolean)', registry.url);
    const before = configText(ada);
    const { status, stderr } = await ada.lares(["add", "npm:tool"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/home\.config\.ts[\s\S]*by hand: add "npm:tool"/);
    expect(configText(ada)).toBe(before);
  });

  test("what this system has no package of is said, and the rest is done", async () => {
    const ada = person("[]", registry.url);
    const { status, stderr } = await ada.lares(["add", "npm:elsewhere", "npm:tool"]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/npm:elsewhere is the system's own here: /);
    expect((await ada.run("tool")).status).toBe(0);
  });

  test("a configuration that is a link stays one", async () => {
    const ada = person("[]", registry.url);
    fs.renameSync(configFile(ada), path.join(ada.config, "real.ts"));
    fs.symlinkSync("real.ts", configFile(ada));
    expect(await ada.lares(["add", "npm:tool"])).toMatchObject({ status: 0 });
    expect(fs.readlinkSync(configFile(ada))).toBe("real.ts");
    expect(configText(ada)).toContain('packages: ["npm:tool"]');
  });

  test("Ctrl-C while it asks the registry leaves everything as it was", async () => {
    const ada = person("[]", registry.url);
    const before = configText(ada);
    const silent = await silentServer();
    const child = spawn(laresProgram, ["add", "npm:tool"], {
      cwd: ada.config,
      env: { HOME: ada.home, PATH: "/usr/bin:/bin", USER: "ada", npm_config_registry: silent.url },
      stdio: "ignore",
    });
    await silent.asked;
    expect(configText(ada)).not.toBe(before);
    child.kill("SIGINT");
    const signal = await new Promise((resolve) => child.on("exit", (_, by) => resolve(by)));
    silent.stop();
    expect(signal).toBe("SIGINT");
    expect([configText(ada), lockText(ada)]).toEqual([before, null]);
  });
});

/** Answers nobody, ever. */
const silentServer = async () => {
  const http = await import("node:http");
  let heard = (): void => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = http.createServer(() => heard());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, asked, stop };
};

describe("lares remove", () => {
  test("takes out what is there, by its name or its reference, and the home loses it", async () => {
    const ada = person('["npm:tool@1", "npm:other"]', registry.url);
    await ada.lares(["switch"]);
    expect(await ada.lares(["remove", "tool"])).toMatchObject({ status: 0 });
    expect(configText(ada)).toContain('["npm:other"]');
    expect((await ada.run("tool")).status).not.toBe(0);
    expect(await ada.lares(["remove", "npm:other"], unreachable)).toMatchObject({ status: 0 });
    expect(configText(ada)).toContain("packages: []");
  });

  test("what is not there, and what comes by another way, is said", async () => {
    const ada = person('["npm:other"]', registry.url);
    expect((await ada.lares(["remove", "tool"])).stderr).toMatch(/does not have tool[\s\S]*lares list/);
    ada.write("config/more.ts", 'export default { home: { packages: [\n  "npm:tool",\n] } };\n');
    ada.write("config/home.config.ts", configWith('["npm:other"]', ada.home, 'imports: ["./more.ts"],'));
    await ada.lares(["switch"]);
    expect((await ada.lares(["remove", "tool"])).stderr).toMatch(
      /it comes by home\.packages \(.*more\.ts:2:3\)/,
    );
  });
});

describe("lares list and why", () => {
  test("name, version, source, sizes, and who brings it", async () => {
    const ada = person('["npm:tool@1", "sh", "no-such-program"]', registry.url);
    ada.write(
      "config/home.config.ts",
      configWith('["npm:tool@1", "sh", "no-such-program"]', ada.home, "programs: { git: { enable: true } },"),
    );
    await ada.lares(["switch"]);
    const { packages: listed } = JSON.parse((await ada.lares(["list", "--json"])).stdout);
    const named = (name: string) => listed.find((one: { name: string }) => one.name === name);
    const where = { because: "home.packages", place: expect.stringMatching(/home\.config\.ts:3:\d+$/) };
    expect(named("npm:tool@1")).toMatchObject({ version: "1.0.0", source: "npm:tool", reasons: [where] });
    expect(named("npm:tool@1").size).toBeGreaterThan(0);
    expect(named("npm:tool@1").closureSize).toBeGreaterThanOrEqual(named("npm:tool@1").size);
    expect(named("git")).toMatchObject({ source: "system", reasons: [{ because: "programs.git" }] });
    expect(named("no-such-program")).toMatchObject({ source: "system", missing: true });
    expect((await ada.lares(["list"])).stdout).toMatch(/npm:tool@1 +1\.0\.0 +npm:tool +\d/);

    expect((await ada.lares(["why", "tool"])).stdout).toMatch(
      /store\/\w{32}-tool-1\.0\.0\n {2}by home\.packages \(.*:3:\d+\)/,
    );
    expect((await ada.lares(["why", "git"])).stdout).toContain("by programs.git");
    expect((await ada.lares(["why", "toool"])).stderr).toContain("did you mean tool?");
  });

  test("for what others need, the way to it", async () => {
    const ada = person("[]", registry.url);
    ada.write(
      "config/home.config.ts",
      `import { defineHome, writeText } from "lares";
const inner = writeText("inner", "x");
const outer = writeText("outer", \`see \${inner}\`);
export default defineHome({ home: { username: "ada", homeDirectory: ${JSON.stringify(ada.home)}, stateVersion: "25.11", file: { ".outer": { source: outer } } } });\n`,
    );
    await ada.lares(["switch"]);
    const inner = fs.readFileSync(path.join(ada.home, ".outer"), "utf8").slice("see ".length);
    const { stdout } = await ada.lares(["why", inner]);
    expect(stdout).toMatch(/-inner\n {2}needed by .*-outer\n {2}by home\.file\.".outer"/);
    const alive = await ada.lares(["store", "why-alive", inner]);
    expect(alive.stdout).toMatch(
      /^generation 1\n {2}→ .*-home-generation\n {4}→ .*-outer\n {6}→ .*-inner\n$/,
    );
    expect((await ada.lares(["why-alive", inner])).stdout).toBe(alive.stdout);
    const [root] = JSON.parse((await ada.lares(["gc", "--roots", "--json"])).stdout);
    expect(root).toMatchObject({ holder: "generation 1", onlyHere: root.size });
    expect((await ada.lares(["store", "why-alive", "/nowhere"])).stderr).toContain("no object of the store");
  });
});

describe("lares search", () => {
  test("finds in the index and in the registry; without a network the index alone, with a note", async () => {
    const ada = person("[]", registry.url);
    const found = JSON.parse((await ada.lares(["search", "tool", "--json"])).stdout);
    expect(found.found).toContainEqual(expect.objectContaining({ name: "npm:tool", version: "2.0.0" }));
    const offline = await ada.lares(["search", "ripgrep"], unreachable);
    expect(offline.status).toBe(0);
    expect(offline.stdout).toMatch(/^ripgrep/);
    expect(offline.stderr).toMatch(/npm was not searched/);
    expect(await ada.lares(["search", "zzzzz", "--offline"])).toMatchObject({ status: 1 });
  });
});

describe("lares shell and run", () => {
  test("a command with packages, its own status, and the home untouched; no configuration is needed", async () => {
    const ada = person("[]", registry.url);
    fs.rmSync(configFile(ada));
    const script = 'tool; other; echo "$LARES_SHELL"; case $MANPATH in *:) echo man;; esac; exit 7';
    const first = await ada.lares(["shell", "npm:tool", "npm:other", "--", "sh", "-c", script]);
    expect(first).toMatchObject({ status: 7, stdout: "tool 2.0.0\nother 1.0.0\nnpm:tool npm:other\nman\n" });
    expect(fs.existsSync(path.join(ada.home, ".lares"))).toBe(false);
    const again = await ada.lares(["shell", "npm:tool", "--", "tool", "--flag"], unreachable);
    expect(again).toMatchObject({ status: 0, stdout: "tool 2.0.0 --flag\n", stderr: "" });
  });

  test("the home's lock counts, else the last time's; --update asks anew", async () => {
    const ada = person('["npm:tool"]', registry.url);
    await registry.serve([shellTool("tool", "1.0.0")]);
    await ada.lares(["switch"]);
    await registry.serve(packages);
    expect((await ada.lares(["run", "npm:tool"])).stdout).toBe("tool 1.0.0\n");
    expect((await ada.lares(["run", "npm:tool", "--update"])).stdout).toBe("tool 2.0.0\n");
    expect(lockText(ada)).not.toContain("2.0.0");
  });

  test("run takes the main program, or the one that is named", async () => {
    const ada = person("[]", registry.url);
    expect((await ada.lares(["run", "npm:tool", "--", "-x", "--help"])).stdout).toBe(
      "tool 2.0.0 -x --help\n",
    );
    expect((await ada.lares(["run", "npm:pair#left"])).stdout).toBe("left\n");
    expect((await ada.lares(["run", "npm:pair#middle"])).stderr).toMatch(/it has left, right/);
  });

  test("what cannot be had is said", async () => {
    const ada = person("[]", registry.url);
    expect((await ada.lares(["run", "npm:elsewhere"])).stderr).toMatch(/cannot be had on this system/);
    expect((await ada.lares(["run", "ripgrpe"])).stderr).toContain("the index has ripgrep");
    expect((await ada.lares(["run", "npm:tool", "--offline"])).stderr).toContain("without --offline");
  });

  test("what runs is safe from collection, and collected after it", async () => {
    const ada = person("[]", registry.url);
    const lares = laresProgram;
    const script = `readlink -f "$(command -v tool)"; ${lares} gc >&2; tool; ${lares} store why-alive "$(command -v tool)"`;
    const env = { PATH: "/usr/local/bin:/usr/bin:/bin" };
    const { stdout } = await ada.lares(["shell", "npm:tool", "--", "sh", "-c", script], env);
    const [real, said, holder] = stdout.split("\n");
    expect(said).toBe("tool 2.0.0");
    expect(holder).toMatch(/^running command, process \d+$/);
    expect(fs.existsSync(real!)).toBe(true);
    await ada.lares(["gc"]);
    expect(fs.existsSync(real!)).toBe(false);
  });
});
