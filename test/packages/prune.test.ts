/** What nothing uses any more leaves the lock when somebody asks for it, and never by the way. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configWith, type Person, person } from "./person.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { shellTool } from "./shell-tool.ts";

const systems = { os: ["linux", "darwin"], cpu: ["x64", "arm64"] };
const part = { name: "part", version: "1.0.0", files: { "index.js": "" } };
const tool = (name: string, more: object = {}) =>
  shellTool(name, "1.0.0", { manifest: { ...systems, bin: { [name]: "main.sh" }, ...more } });

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry([
    part,
    tool("one"),
    tool("two"),
    tool("three", { dependencies: { part: "1" } }),
    tool("elsewhere"),
  ]);
});
afterAll(() => registry.stop());

const lockText = (ada: Person): string => fs.readFileSync(ada.lockFile, "utf8");
const lockedIn = (ada: Person): readonly string[] => Object.keys(JSON.parse(lockText(ada)).packages).sort();
const use = (ada: Person, packages: string, more = ""): void =>
  ada.write("config/home.config.ts", configWith(packages, ada.home, more));

test("a switch leaves what is unused; update takes it out, and locking it again gives the same bytes", async () => {
  const ada = person('["npm:one", "npm:three"]', registry.url);
  await ada.lares(["switch"]);
  const both = lockText(ada);
  expect(both).toContain("npm:part@1.0.0");
  use(ada, '["npm:one"]');
  expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  expect(lockText(ada)).toBe(both);
  expect((await ada.lares(["update", "one"])).status).toBe(0);
  expect(lockText(ada)).toBe(both);
  const dry = await ada.lares(["update", "--dry-run"]);
  expect(dry.stdout).toMatch(/npm:three +nothing uses it any more/);
  expect(lockText(ada)).toBe(both);
  expect(JSON.parse((await ada.lares(["update", "--json"])).stdout)).toMatchObject({
    removed: ["nodejs", "npm:three"],
    changes: [],
    written: true,
  });
  expect(lockedIn(ada)).toEqual(["npm:one"]);
  expect(lockText(ada)).not.toContain("part");
  expect(JSON.parse(both)).toMatchObject(JSON.parse(lockText(ada)));
  use(ada, '["npm:one", "npm:three"]');
  await ada.lares(["switch"]);
  expect(lockText(ada)).toBe(both);
});

test("what another machine or system of the configuration uses stays, and all of them write the same bytes", async () => {
  const packages = `({ host }) => [
    "npm:one",
    ...(host.name === "work" ? ["npm:two"] : []),
    ...(host.os === "darwin" ? ["npm:elsewhere"] : []),
  ]`;
  const ada = person(packages, registry.url);
  const hosts = "lares: { platforms: ['aarch64-darwin'] },";
  const config = configWith(packages, ada.home, hosts).replace(
    "defineHome({",
    "defineHome({ hosts: { work: {}, home: {} },",
  );
  ada.write("config/home.config.ts", config);
  expect((await ada.lares(["update"])).stderr).not.toMatch(/error/);
  expect(lockedIn(ada)).toEqual(["npm:elsewhere", "npm:one", "npm:two"]);
  const text = lockText(ada);
  for (const host of ["work", "home"]) {
    await ada.lares(["update", "--host", host]);
    expect(lockText(ada)).toBe(text);
  }
});

test("where a machine's home cannot be evaluated here, nothing is taken out, and that is said", async () => {
  const ada = person('["npm:one", "npm:two"]', registry.url);
  await ada.lares(["switch"]);
  const before = lockText(ada);
  const packages = `({ host }) => { if (host.name === "work") throw new Error("not here"); return ["npm:one"]; }`;
  ada.write(
    "config/home.config.ts",
    configWith(packages, ada.home).replace("defineHome({", "defineHome({ hosts: { work: {} },"),
  );
  const { status, stderr } = await ada.lares(["update"]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/nothing is taken out of the lock[\s\S]*work/);
  expect(lockText(ada)).toBe(before);
});

test("remove takes its own lines out, and no others", async () => {
  const ada = person('["npm:one", "npm:two", "npm:three"]', registry.url);
  await ada.lares(["switch"]);
  use(ada, '["npm:one", "npm:three"]');
  expect((await ada.lares(["remove", "npm:three"])).status).toBe(0);
  expect(lockedIn(ada)).toEqual(["npm:one", "npm:two"]);
  expect(lockText(ada)).not.toContain("part");
  expect(fs.existsSync(path.join(ada.home, ".lares/home-path/bin/three"))).toBe(false);
  const used = '["npm:one"].filter((name) => name !== "")';
  use(ada, used, 'programs: { ripgrep: { enable: true, package: "npm:one" } },');
  expect((await ada.lares(["add", "npm:one"])).status).toBe(1);
});

test("what a program's option uses besides stays when the package is removed", async () => {
  const ada = person("[]", registry.url);
  use(ada, '["npm:one", "npm:two"]', 'programs: { ripgrep: { enable: true, package: "npm:one" } },');
  expect((await ada.lares(["switch"])).stderr).not.toMatch(/error/);
  expect((await ada.lares(["remove", "npm:one"])).status).toBe(0);
  expect(lockedIn(ada)).toEqual(["npm:one", "npm:two"]);
});
