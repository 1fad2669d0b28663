import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { referencePages } from "../../scripts/options-reference.ts";
import { documentedModules } from "../../src/pipeline/option-library.ts";

const folder = path.resolve(import.meta.dirname, "../../docs/options");

test("docs/options is what `npm run docs` writes from the modules", () => {
  const pages = referencePages(documentedModules());
  expect(fs.readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  const stale = [...pages].filter(
    ([name, text]) => fs.readFileSync(path.join(folder, name), "utf8") !== text,
  );
  expect(stale.map(([name]) => name)).toEqual([]);
});

test("every option has a description", () => {
  const bare = documentedModules().flatMap(({ options }) =>
    options.filter(({ description }) => description === undefined).map(({ path: at }) => at.join(".")),
  );
  expect(bare).toEqual([]);
});
