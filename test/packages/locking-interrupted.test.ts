/** Ctrl-C while npm's library asks a registry that never answers: the command ends at once, and nothing of it is left. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { laresProgram } from "../cli/session.ts";
import { configWith, person } from "./person.ts";

/** A registry that keeps everybody waiting, six at a time and more. */
const silentRegistry = async () => {
  let heard = (): void => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = http.createServer(() => heard());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
};

const everything = (folder: string): readonly string[] =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /lares-(tmp-)?[0-9a-z]/.test(name))
    : [];

test.each([
  ["SIGINT", 130, ["switch"]],
  ["SIGTERM", 143, ["switch"]],
  ["SIGINT", 130, ["update"]],
  ["SIGINT", 130, ["add", "npm:more"]],
  ["SIGINT", 130, ["run", "npm:tool"]],
  ["SIGINT", 130, ["shell", "npm:tool", "--", "true"]],
] as const)("%s (status %i) during lares %j", async (signal, status, words) => {
  const registry = await silentRegistry();
  const ada = person('["npm:tool", "npm:other"]', registry.url);
  const before = configWith('["npm:tool", "npm:other"]', ada.home);
  const child = spawn(
    "/bin/sh",
    ["-c", '"$@" & echo $!; wait $!; echo status $?', "sh", laresProgram, ...words],
    {
      cwd: ada.config,
      env: {
        ...{ HOME: ada.home, USER: "ada", PATH: "/usr/local/bin:/usr/bin:/bin" },
        npm_config_registry: registry.url,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  child.stdout.on("data", (piece) => {
    said += piece;
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await registry.asked;
  process.kill(Number(said.split("\n")[0]), signal);
  await ended;
  expect(said).toContain(`status ${status}\n`);
  expect(fs.readFileSync(path.join(ada.config, "home.config.ts"), "utf8")).toBe(before);
  expect(fs.readdirSync(ada.config)).toEqual(["home.config.ts"]);
  for (const folder of [".cache/lares", ".local/share/lares", ".local/state/lares"])
    expect(everything(path.join(ada.home, folder))).toEqual([]);
  expect(fs.existsSync(path.join(ada.home, ".local/state/lares/journal/edit.json"))).toBe(false);
});
