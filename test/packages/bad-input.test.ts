/** What a person reads when a package cannot be had: what, where, why, what to do. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configWith, person } from "./person.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { shellTool } from "./shell-tool.ts";

const library = (name: string, version: string) => ({ name, version, files: { "index.js": "" } });
const needing = (name: string, dependencies: Readonly<Record<string, string>>) =>
  shellTool(name, "1.0.0", { manifest: { bin: "main.sh", dependencies } });

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry([
    shellTool("tool", "2.0.0"),
    library("library", "1.0.0"),
    shellTool("broken", "1.0.0", { bytes: Buffer.from("<!doctype html><html>sign in</html>") }),
    needing("absent-below", { absent: "^3" }),
    needing("version-below", { library: "^9" }),
  ]);
});
afterAll(() => registry.stop());

test.each([
  ["npm:library", /^error: npm:library has no command$/m],
  ["npm:nothing", /^error: the registry has no package for npm:nothing$/m],
  ["npm:tool@9", /^error: no published version fits npm:tool@9$/m],
  ["npm:absent-below", /^error: the registry has no absent@\^3, which npm:absent-below needs$/m],
  ["npm:version-below", /^error: no published version fits library@\^9, which npm:version-below needs$/m],
])("%s: the line of the configuration that names it, and why", async (reference, message) => {
  const ada = person("[]", registry.url);
  const packages = `[\n    "npm:tool",\n    ${JSON.stringify(reference)},\n  ]`;
  ada.write("config/home.config.ts", configWith(packages, ada.home));
  const { status, stderr } = await ada.lares(["switch"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^ {2}at home\.config\.ts:5:5$/m);
  expect(stderr).toMatch(/^ {2}hint: \S/m);
  expect(fs.readdirSync(ada.config)).toEqual(["home.config.ts"]);
});

test("a tarball that is none is named by its file", async () => {
  const { status, stderr } = await person('["npm:broken"]', registry.url).lares(["switch"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error: broken-1\.0\.0\.tgz of broken-1\.0\.0 is no archive/m);
  expect(stderr).toContain("it is a web page");
});

test("a version that was edited by hand is not believed", async () => {
  const ada = person('["npm:tool"]', registry.url);
  await ada.lares(["switch"]);
  const lock = fs.readFileSync(ada.lockFile, "utf8");
  fs.writeFileSync(ada.lockFile, lock.replace('"version": "2.0.0"', '"version": "3.0.0"'));
  const { status, stderr } = await ada.lares(["switch"]);
  expect(status).toBe(1);
  expect(stderr).toContain("npm:tool is said to be 3.0.0, and made of npm:tool@2.0.0");
  const line = lock.split("\n").findIndex((text) => text.includes('"version"')) + 1;
  expect(stderr).toContain(`at lares.lock:${line}`);
  expect(fs.existsSync(path.join(ada.home, ".lares/home-path/bin/tool"))).toBe(true);
});
