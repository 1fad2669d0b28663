/** `lares add` is one thing: written, locked and switched to, or nothing of it, whatever ends it and whoever adds beside it. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { laresProgram } from "../cli/session.ts";
import { type Person, person } from "./person.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { shellTool } from "./shell-tool.ts";

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry([
    shellTool("one", "1.0.0"),
    shellTool("two", "1.0.0"),
    shellTool("three", "1.0.0"),
  ]);
});
afterAll(() => registry.stop());

const stateOf = (ada: Person) => ({
  config: fs.readFileSync(path.join(ada.config, "home.config.ts"), "utf8"),
  lock: fs.readFileSync(ada.lockFile, "utf8"),
  programs: fs.readdirSync(path.join(ada.home, ".lares/home-path/bin")).sort(),
});

/** Starts `lares add` with a registry that does not answer, and kills it once it has asked. */
const killedWhileLocking = async (ada: Person, reference: string): Promise<void> => {
  let heard = (): void => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const silent = http.createServer(() => heard());
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    silent.close();
    silent.closeAllConnections();
  });
  const child = spawn(laresProgram, ["add", reference], {
    cwd: ada.config,
    env: {
      ...{ HOME: ada.home, USER: "ada", PATH: "/usr/local/bin:/usr/bin:/bin" },
      npm_config_registry: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`,
    },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  await asked;
  child.kill("SIGKILL");
  await ended;
};

test("after a kill the next command, whichever it is, puts the configuration back and says so", async () => {
  const ada = person('["npm:one"]', registry.url);
  await ada.lares(["switch"]);
  const before = stateOf(ada);
  for (const words of [["status"], ["plan"], ["switch"], ["add", "npm:one"]]) {
    await killedWhileLocking(ada, "npm:two");
    expect(stateOf(ada).config).toContain("npm:two");
    const { stderr } = await ada.lares(words);
    expect(stderr).toMatch(/lares add npm:two had been interrupted/);
    expect(stateOf(ada)).toEqual(before);
    expect((await ada.lares(["status"])).stderr).not.toContain("interrupted");
  }
});

test("what the person wrote in the meantime is theirs", async () => {
  const ada = person('["npm:one"]', registry.url);
  await ada.lares(["switch"]);
  await killedWhileLocking(ada, "npm:two");
  const file = path.join(ada.config, "home.config.ts");
  const mine = fs.readFileSync(file, "utf8").replace("npm:two", "npm:three");
  fs.writeFileSync(file, mine);
  expect((await ada.lares(["switch"])).status).toBe(0);
  expect(fs.readFileSync(file, "utf8")).toBe(mine);
  expect(stateOf(ada).programs).toContain("three");
});

test("two at the same time both come to be", async () => {
  const ada = person('["npm:one"]', registry.url);
  await ada.lares(["switch"]);
  const answers = await Promise.all([ada.lares(["add", "npm:two"]), ada.lares(["add", "npm:three"])]);
  expect(answers.map(({ status }) => status)).toEqual([0, 0]);
  expect(stateOf(ada).programs).toEqual(expect.arrayContaining(["one", "two", "three"]));
  for (const name of ["npm:one", "npm:two", "npm:three"]) {
    expect(stateOf(ada).config).toContain(`"${name}"`);
    expect(stateOf(ada).lock).toContain(`"${name}"`);
  }
});
