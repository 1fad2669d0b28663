/** `lares cache` at the prompt: a home goes into a cache on one machine and comes out of it on another. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { environment, laresProgram, startSession } from "./session.ts";

const config = `export default { home: { file: { ".hello": { text: "hello\\n" } } } };\n`;

test("keygen, push, info, pull: a home by way of a folder", () => {
  const session = startSession(config);
  expect(session.lares(["switch"]).status).toBe(0);
  const keygen = session.lares(["cache", "keygen", "test-1", "--out", "../key"]);
  expect(keygen.status).toBe(0);
  expect(keygen.stdout).toContain(session.read("key.pub"));
  expect(fs.statSync(path.join(session.home, "key")).mode & 0o777).toBe(0o600);
  expect(session.lares(["cache", "keygen", "test-1", "--out", "../key"]).stderr).toContain(
    "is there already",
  );

  const url = `file://${session.home}/cache`;
  const anchor = path.join(session.home, ".lares-root/home");
  const push = session.lares(["cache", "push", url, anchor, "--key", "../key", "--json"]);
  expect(push).toMatchObject({ status: 0, stderr: "" });
  const { pushed } = JSON.parse(push.stdout) as { pushed: string[] };
  expect(pushed).toHaveLength(1);
  expect(session.lares(["cache", "push", url, anchor, "--key", "../key"]).stdout).toContain("0 paths pushed");

  const object = fs
    .readdirSync(path.join(session.home, ".lares-root/store"))
    .find((name) => name.endsWith("-home-generation"))!;
  const info = session.lares(["cache", "info", url, object, "--trusted-key", session.read("key.pub").trim()]);
  expect(info).toMatchObject({ status: 0, stderr: "" });
  expect(info.stdout).toContain("trusted");
  expect(session.lares(["cache", "info", url, `${"0".repeat(32)}-absent`]).status).toBe(1);

  fs.renameSync(path.join(session.home, ".lares-root"), path.join(session.home, ".lares-before"));
  expect(session.lares(["cache", "pull", url, object]).stdout).toBe("1 path fetched\n");
  expect(session.lares(["store", "verify"]).stdout).toContain("1 object checked, all as recorded");
  expect(session.lares(["cache", "pull", url, object]).stdout).toBe("all of it is here already\n");
});

test("mistakes are told in words", () => {
  const session = startSession();
  const errorOf = (...words: string[]) => session.lares(["cache", ...words]);
  expect(errorOf("fly")).toMatchObject({ status: 2 });
  expect(errorOf("push", "file:///x")).toMatchObject({ status: 2 });
  expect(errorOf("info", "gopher://x").stderr).toContain("no address of a binary cache");
  expect(errorOf("info", `file://${session.home}/none`).stderr).toContain("there is no binary cache");
  expect(errorOf("push", "file:///x", "/etc/passwd").stderr).toContain("is no object of the store");
  expect(errorOf("keygen", "a b").stderr).toContain("cannot be the name of a key");
  const refused = errorOf("info", "http://127.0.0.1:1", "--json");
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "unreachable" } });
}, 30_000);

test("serve offers the store until it is interrupted", async () => {
  const session = startSession(config);
  expect(session.lares(["switch"]).status).toBe(0);
  const child = spawn(laresProgram, ["cache", "serve", "--port", "0"], {
    env: environment(session.home),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let said = "";
  for await (const piece of child.stdout) {
    said += String(piece);
    if (said.includes("\n")) break;
  }
  const [url] = /http:\S+/.exec(said)!;
  expect(await (await fetch(`${url}/nix-cache-info`)).text()).toContain(
    `StoreDir: ${session.home}/.lares-root/store`,
  );
  expect((await fetch(`${url}/../../etc/passwd`)).status).toBe(404);
  expect((await fetch(`${url}/nix-cache-info`, { method: "PUT", body: "x" })).status).toBe(405);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});
