/** Every module's options, as an editor sees them in a configuration: they complete, and typos are refused. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { initConfig } from "../../src/config/init.ts";
import type { Declaration, Module, OptionTree } from "../../src/option/module.ts";

const checkout = path.resolve(import.meta.dirname, "../..");
const { files } = JSON.parse(fs.readFileSync(path.join(checkout, "dist/modules.json"), "utf8")) as {
  files: Record<string, string>;
};

test("a use of each module compiles, and one with a typo does not", async () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-types-"));
  initConfig({ folder, toolFolder: checkout });
  const uses = (await Promise.all(Object.entries(files).map(usesOf))).flat();
  expect(uses.length).toBeGreaterThan(2 * 200);
  fs.writeFileSync(path.join(folder, "uses.ts"), `import { defineHome } from "lares";\n${uses.join("")}`);
  const tsc = path.join(checkout, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8", cwd: folder });
  const wrong = [...stdout.matchAll(/^uses\.ts\((\d+),/gm)].map(
    ([, line]) => uses.join("").split("\n")[Number(line) - 2],
  );
  expect(wrong, stdout).toEqual([]);
  expect(stdout).toBe("");
  fs.rmSync(folder, { recursive: true });
});

const usesOf = async ([declared, file]: readonly [string, string]): Promise<readonly string[]> => {
  const options = await optionsAt(declared, file);
  if (options.kind === "option") return [use(declared, "{}"), refused(declared, "3")];
  const known = oneOf(options as OptionTree);
  if (known === undefined) return [];
  return [use(declared, `{ ${known} }`), refused(declared, "{ thereIsNoSuchOption: true }")];
};

const optionsAt = async (declared: string, file: string): Promise<OptionTree | Declaration> => {
  const url = pathToFileURL(path.join(checkout, "dist", file)).href;
  const { default: module } = (await import(/* @vite-ignore */ url)) as { default: Module };
  return declared in module.more ? module.more[declared]! : module.options;
};

/** An option that anyone may define, with a value that every type of it takes: a lazy one of any type. */
const oneOf = (options: OptionTree): string | undefined => {
  for (const [name, one] of Object.entries(options)) {
    if (one.kind === "option") {
      if (one.internal !== true && one.readOnly !== true) return `${JSON.stringify(name)}: (): any => null`;
    } else if (typeof one.kind !== "string") {
      const inner = oneOf(one as OptionTree);
      if (inner !== undefined) return `${JSON.stringify(name)}: { ${inner} }`;
    }
  }
  return undefined;
};

const use = (declared: string, value: string): string => `defineHome(${at(declared.split("."), value)});\n`;
const refused = (declared: string, value: string): string => `// @ts-expect-error\n${use(declared, value)}`;

const at = (names: readonly string[], value: string): string =>
  names.reduceRight(
    (inner, name) => `{ ${JSON.stringify(name === "<name>" ? "any" : name)}: ${inner} }`,
    value,
  );
