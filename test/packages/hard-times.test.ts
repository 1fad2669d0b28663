/** Packages when things go wrong, through the whole program: wrong hashes, full disks, Ctrl-C, a collection in between. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { laresProgram } from "../cli/session.ts";
import { type Person, person } from "./person.ts";

const bytes = Buffer.from("the file\n");
const sri = (of: Buffer) => `sha256-${createHash("sha256").update(of).digest("base64")}`;

/** Serves one file, as `answer` does it. */
const serve = async (answer: (response: http.ServerResponse) => void) => {
  let asked = 0;
  let heard = (): void => {};
  const first = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = http.createServer((_, response) => {
    asked++;
    answer(response);
    heard();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`,
    first,
    asked: () => asked,
  };
};

const configOf = (home: string, url: string, hash: string, command = "cp ${file} $out") =>
  `import { defineHome, fetchurl, runCommand } from "lares";
const file = fetchurl({
  url: ${JSON.stringify(url)},
  hash: ${JSON.stringify(hash)},
});
const first = runCommand("first", {}, "echo first > $out");
const made = runCommand("made", {}, \`cat \${first} > /dev/null; ${command}\`);
export default defineHome({
  home: { username: "ada", homeDirectory: ${JSON.stringify(home)}, stateVersion: "25.11", file: { ".made": { source: made } } },
});
`;

const someone = (url: string, hash = sri(bytes), command?: string): Person => {
  const ada = person("[]");
  ada.write("config/home.config.ts", configOf(ada.home, url, hash, command));
  return ada;
};

const storeNames = (root: string): readonly string[] =>
  fs.readdirSync(path.join(root, "store")).filter((name) => name !== ".links");
const dataOf = (ada: Person) => path.join(ada.home, ".local/share/lares");

test("a wrong hash: what was expected, what came, and the line that says it", async () => {
  const { url } = await serve((response) => response.end(bytes));
  const wrong = sri(Buffer.from("another"));
  const ada = someone(url, wrong);
  const { status, stderr } = await ada.lares(["switch"]);
  expect(status).toBe(1);
  for (const part of [wrong, sri(bytes), "home.config.ts:4:", "hint:"]) expect(stderr).toContain(part);
  const registered = JSON.parse((await ada.lares(["store", "path-info", "--json"])).stdout);
  expect(registered.filter(({ path: at }: { path: string }) => /-(file|made)$/.test(at))).toEqual([]);
  ada.write("config/home.config.ts", configOf(ada.home, url, sri(bytes)));
  expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  expect(fs.readFileSync(path.join(ada.home, ".made"), "utf8")).toBe("the file\n");
});

/** Starts `lares switch`, interrupts it once `when` has come, and gives how it ended. */
const interrupted = async (ada: Person, when: (child: ReturnType<typeof spawn>) => Promise<unknown>) => {
  const child = spawn(laresProgram, ["switch", "-v"], {
    cwd: ada.config,
    env: { HOME: ada.home, USER: "ada", PATH: "/usr/local/bin:/usr/bin:/bin" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
  await when(child);
  child.kill("SIGINT");
  return await ended;
};

const expectNothingLeft = async (ada: Person) => {
  expect(await ada.lares(["store", "verify"])).toMatchObject({ status: 0 });
  expect(fs.existsSync(path.join(ada.home, ".made"))).toBe(false);
  await ada.lares(["gc"]);
  expect(storeNames(dataOf(ada))).toEqual([]);
  expect(fs.readdirSync(path.join(dataOf(ada), "var/running"))).toEqual([]);
};

test("Ctrl-C in a download: nothing of it is registered, nothing stays after the next collection", async () => {
  const server = await serve((response) => {
    response.writeHead(200, { "content-length": 1000 });
    response.write(bytes);
  });
  const ada = someone(server.url);
  expect(await interrupted(ada, () => server.first)).toBe("SIGINT");
  await expectNothingLeft(ada);
});

test("Ctrl-C in a build: its builder is gone, too", async () => {
  const server = await serve((response) => response.end(bytes));
  const mark = `lares-test-${process.pid}-sleeper`;
  const ada = someone(server.url, sri(bytes), `echo begun; exec -a ${mark} sleep 600 \${file}`);
  const isBuilding = (child: ReturnType<typeof spawn>) =>
    new Promise<void>((resolve) => {
      let told = "";
      child.stderr!.on("data", (piece) => {
        told += piece;
        if (told.includes("begun")) resolve();
      });
    });
  expect(await interrupted(ada, isBuilding)).toBe("SIGINT");
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toContain(mark);
  await expectNothingLeft(ada);
});

test("a collection by another process in the middle of it takes nothing", async () => {
  let goOn = (): void => {};
  const server = await serve((response) => {
    goOn = () => response.end(bytes);
  });
  const ada = someone(server.url);
  const switching = ada.lares(["switch"]);
  await server.first;
  expect(await ada.lares(["gc"])).toMatchObject({ status: 0 });
  goOn();
  expect(await switching).toMatchObject({ status: 0 });
  expect(fs.readFileSync(path.join(ada.home, ".made"), "utf8")).toBe("the file\n");
  expect(await ada.lares(["store", "verify"])).toMatchObject({ status: 0 });
  expect(await ada.lares(["gc"])).toMatchObject({ status: 0 });
  expect(fs.readFileSync(path.join(ada.home, ".made"), "utf8")).toBe("the file\n");
});

const mayMount = process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0;

test.skipIf(!mayMount)(
  "no room on the disk is said before the download is taken (skipped where none can be mounted)",
  async () => {
    const server = await serve((response) => {
      response.writeHead(200, { "content-length": 1e9 });
      response.write(bytes);
    });
    const ada = someone(server.url);
    const root = fs.mkdtempSync(path.join(tmpdir(), "lares-small-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24M", "small", root]);
    onTestFinished(() => {
      execFileSync("umount", ["-l", root]);
      fs.rmdirSync(root);
    });
    const { status, stderr } = await ada.lares(["switch"], { LARES_ROOT: root });
    expect(status).toBe(1);
    expect(stderr).toMatch(/there is no room for http[\s\S]*hint:/);
    expect(server.asked()).toBe(1);
    await ada.lares(["gc"], { LARES_ROOT: root });
    expect(storeNames(root)).toEqual([]);
  },
);
