import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const page = fs.readFileSync(path.join(root, "docs/errors.md"), "utf8");

/** Codes of errors as the sources write them: `code: "…"` in an object that is an error's. */
const codesInSources = (): Set<string> => {
  const codes = new Set<string>();
  for (const name of fs.readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const text = fs.readFileSync(path.join(root, "src", name), "utf8");
    for (const [, code] of text.matchAll(/(?:\bcode: |\brefuse\(\s*)"([a-z]+(?:-[a-z]+)*)",\s/g))
      codes.add(code!);
  }
  return codes;
};

test("docs/errors.md explains every code", () => {
  const documented = new Set([...page.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, code]) => code!));
  const missing = [...codesInSources()].filter((code) => !documented.has(code));
  expect(missing).toEqual([]);
});
