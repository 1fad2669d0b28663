import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LanguageServer, startLanguageServer } from "./language-server.ts";

const root = resolve(import.meta.dirname, "../..");
const file = "test/types/completed.ts";
const imports = `import { defineHome, mkForce, mkIf, mkMerge } from "../../src/index.ts";\nimport "../../src/home/core.ts";\n`;
let server: LanguageServer;

beforeAll(async () => {
  server = await startLanguageServer(root);
});
afterAll(() => server.stop());

const complete = (text: string) => server.complete(file, imports + text);

test("options complete by name", async () => {
  const names = await complete("defineHome({ home: { | } });");
  expect(names).toEqual(expect.arrayContaining(["file", "packages", "sessionVariables", "shellAliases"]));
});

test("options complete inside wrappers and lazy values, and nothing but options", async () => {
  const wrapped = await complete("defineHome({ home: mkIf(true, { | }) });");
  expect(wrapped).toEqual(expect.arrayContaining(["file", "packages", "sessionVariables"]));
  expect(wrapped).not.toContain("_type");
  const nested = await complete("defineHome({ home: mkMerge([mkIf(true, { file: { x: { | } } })]) });");
  expect(nested).toEqual(expect.arrayContaining(["text", "source", "executable", "mode"]));
});

test("the values of an enum complete, inside a wrapper too", async () => {
  expect(await complete('defineHome({ home: { file: { x: { mode: "|" } } } });')).toEqual(
    expect.arrayContaining(["link", "copy", "live", "directory"]),
  );
  expect(await complete('defineHome({ home: { file: { x: { mode: mkForce("|") } } } });')).toEqual(
    expect.arrayContaining(["copy"]),
  );
});

/** TypeScript 7.0 drops doc comments on their way through mapped types; what it does show must stay readable. */
test("hovering over an option shows its type in one line", async () => {
  const shown = await server.hover(file, `${imports}defineHome({ home: { user|name: "ada" } });`);
  expect(shown).toContain("(property) username: string");
});
